//! What happened: the steps of one operation, and the events of a team.

use leptos::prelude::*;

use super::{Mark, present};

/// The steps of one operation, in order.
#[component]
pub fn Steps(
    /// The steps.
    children: Children,
) -> impl IntoView {
    view! { <ol class="steps">{children()}</ol> }
}

/// One step.
#[component]
pub fn Step(
    /// How far it is. `Busy` only while something really moves.
    mark: Mark,
    /// What it does.
    #[prop(into)]
    label: String,
    /// When it happened, or how long it has been going on.
    #[prop(optional, into)]
    time: String,
) -> impl IntoView {
    let class = if mark == Mark::Waiting { "dim" } else { "" };
    view! {
        <li>
            {mark.shape()}
            <span class=class>{label}</span>
            {present(time).map(|time| view! { <span class="event-time">{time}</span> })}
        </li>
    }
}

/// Events, newest first.
#[component]
pub fn Timeline(
    /// The events.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline">{children()}</ol> }
}

/// One event: who did what to what, with what outcome.
#[component]
pub fn Event(
    /// How it ended.
    mark: Mark,
    /// When.
    #[prop(optional)]
    time: Option<AnyView>,
    /// Duration, the provider's words, the correlation id.
    #[prop(optional, into)]
    detail: String,
    /// What can be unfolded.
    #[prop(optional_no_strip)]
    more: Option<AnyView>,
    /// The sentence; phrasing content only.
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            {mark.shape()}
            <p>{children()}</p>
            <span class="event-time">{time}</span>
            {present(detail).map(|detail| view! { <p class="event-sub">{detail}</p> })}
            {more.map(|more| view! { <div class="event-sub">{more}</div> })}
        </li>
    }
}
