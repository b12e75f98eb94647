//! Waiting for data: the old content stays while newer data is on its way. One boundary for all pages; the framework's
//! own is made anew for every content it holds.

use leptos::prelude::*;

/// Content that reads resources. `first` stands there only while nothing was ever read.
#[component]
pub fn Wait(
    /// What stands there at first.
    #[prop(into)]
    first: ViewFn,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! { <Transition fallback=move || first.run()>{children()}</Transition> }
}
