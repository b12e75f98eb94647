//! A notice above the content: what is wrong, what it means for the page, and what to do.

use leptos::prelude::*;

use super::{Hue, classes, present};

/// A notice in the page. A bad one interrupts screen readers, the others wait their turn.
#[component]
pub fn Banner(
    /// What it is about.
    #[prop(optional)]
    tone: Hue,
    /// The first sentence, with its full stop.
    #[prop(into)]
    title: String,
    /// The id under which the log has more.
    #[prop(optional, into)]
    reference: String,
    /// A button or link at the end.
    #[prop(optional)]
    action: Option<AnyView>,
    /// The rest of the text; phrasing content only.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let role = if tone == Hue::Bad { "alert" } else { "status" };
    view! {
        <div class=classes(&["banner", tone.class()]) role=role>
            <div class="banner-text">
                <b>{title}</b>
                " "
                {children.map(|children| children())}
                {present(reference)
                    .map(|reference| view! { <span class="ref">" Reference " <span class="mono">{reference}</span></span> })}
            </div>
            {action}
        </div>
    }
}
