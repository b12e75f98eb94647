//! The search and filter field above a list. It is a GET form: every filter is in the address.

use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;

use super::{Glyph, Icon, befell, focus, present};

/// One field, `q` in the address. `/` puts the cursor there.
#[component]
pub fn FilterBar(
    /// What was searched for.
    #[prop(optional, into)]
    value: String,
    /// Examples of what can be typed.
    #[prop(optional, into)]
    placeholder: String,
    /// The field's name for screen readers.
    #[prop(default = "Search and filter".to_owned(), into)]
    label: String,
    /// Inside the form, after the field: hidden inputs for what the next search must keep.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            // A key pressed in a field belongs to the text being typed.
            if event.key() != "/" || befell(&event, "input, textarea, select, dialog").is_some() {
                return;
            }
            event.prevent_default();
            focus(input.get_untracked());
        });
        on_cleanup(move || handle.remove());
    });
    view! {
        <form class="filter" role="search" method="get">
            <Icon name=Glyph::Search/>
            <input
                type="search"
                name="q"
                value=present(value)
                placeholder=present(placeholder)
                aria-label=label
                autocomplete="off"
                spellcheck="false"
                node_ref=input
            />
            {children.map(|children| children())}
            <kbd class="js" aria-hidden="true">"/"</kbd>
            <button class="vh" type="submit">"Search"</button>
        </form>
    }
}

/// The filter field and what stands beside it.
#[component]
pub fn Toolbar(
    /// The field, then links or buttons.
    children: Children,
) -> impl IntoView {
    view! { <div class="bar">{children()}</div> }
}
