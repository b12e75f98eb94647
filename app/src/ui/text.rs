//! Ids, addresses and keys of the keyboard.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// An id or an address, in the mono face.
#[component]
pub fn Mono(
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class="mono">{text}</span> }
}

/// An id or an address with a button that copies it. Without script there is no button.
#[component]
pub fn CopyText(
    /// The text.
    #[prop(into)]
    text: String,
    /// What it is, for the button's name.
    #[prop(default = "value".to_owned(), into)]
    label: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let value = text.clone();
    let name = format!("Copy {label}");
    let tooltip = name.clone();
    view! {
        <span class="copy">
            <span class="mono">{text}</span>
            <button
                class="btn quiet icon small js"
                type="button"
                title=tooltip
                on:click=move |_| {
                    // The browser answers later; it refuses only where the page is not served securely, and then the
                    // text is still there to be selected.
                    let _answer = window().navigator().clipboard().write_text(&value);
                    copied.set(true);
                }
            >
                {move || if copied.get() { view! { <Icon name=Glyph::Check/> } } else { view! { <Icon name=Glyph::Copy/> } }}
                <span>{name}</span>
            </button>
        </span>
    }
}

/// A key of the keyboard.
#[component]
pub fn Kbd(
    /// Its name.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <kbd>{text}</kbd> }
}
