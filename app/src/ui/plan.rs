//! What follows from a change, in words.

use leptos::prelude::*;

use super::{Hue, classes};

/// What follows, in words: what is lost, what stays billed, who notices.
#[component]
pub fn Consequence(
    /// How grave it is.
    #[prop(optional)]
    tone: Hue,
    /// One or two sentences; phrasing content only.
    children: Children,
) -> impl IntoView {
    view! { <p class=classes(&["effect", tone.class()])>{children()}</p> }
}
