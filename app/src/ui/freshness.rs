//! How old what is on screen is.

use leptos::prelude::*;

use super::Mark;

/// How far the values on screen can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// As the provider said a moment ago.
    Live,
    /// The last known state, older than it should be.
    Stale,
    /// Nothing was ever read.
    Unknown,
}

/// One line: "All live", or which source is how old. In the narrow rail only the shape shows, with the words as its tooltip.
#[component]
pub fn Freshness(
    /// How far it can be trusted.
    kind: Fresh,
    /// In words.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let mark = match kind {
        Fresh::Live => Mark::Running,
        Fresh::Stale => Mark::Warning,
        Fresh::Unknown => Mark::Unknown,
    };
    let tooltip = label.clone();
    view! {
        <p class="fresh" role="status" title=tooltip>
            {mark.shape()}
            <span class="rail-label">{label}</span>
        </p>
    }
}
