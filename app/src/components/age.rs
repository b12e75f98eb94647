//! How long ago something was, ticking without asking the server.

use domain::Timestamp;
use leptos::prelude::*;

use crate::live::Live;
use crate::ui::Ago;

/// The age of `at`, at first as of `now`, then by the page's clock.
#[component]
pub fn Age(
    /// When it was.
    #[prop(into)]
    at: Signal<Option<Timestamp>>,
    /// The server's clock when the data was made.
    #[prop(into)]
    now: Signal<Timestamp>,
) -> impl IntoView {
    let clock = Live::get().clock;
    move || {
        let now = now.get().max(clock.get());
        match at.get() {
            Some(at) => view! { <Ago at=at.0.div_euclid(1000) now=now.0.div_euclid(1000)/> }.into_any(),
            None => view! { <span class="dim">"never"</span> }.into_any(),
        }
    }
}
