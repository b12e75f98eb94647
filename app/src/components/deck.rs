//! The foot of the rail: how fresh everything is, and what is under way.

use domain::operation::OperationState;
use domain::view::DeckView;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::facts::Known;
use crate::live::{Live, Turns, leave_for_sign_in};
use crate::pages::session::api::GetDeck;
use crate::routes;
use crate::ui::{Fresh, Freshness, Mark, Status};
use crate::wire::ask;

/// The freshness line and the operations under way, live.
#[component]
pub fn DeckLine() -> impl IntoView {
    let known = Known::get();
    let live = Live::get();
    let deck = known.deck;
    // One question after another: of two under way, the older answer might come last.
    let turns = Turns::new(Memo::new(|_| 0), Memo::new(move |_| live.any()));
    Effect::new(move |seen: Option<()>| {
        turns.due.track();
        if seen.is_some() {
            spawn_local(async move {
                let answer = loop {
                    if let Some(answer) = turns.read(ask(GetDeck {})).await {
                        break answer;
                    }
                };
                match answer {
                    Ok(view) => deck.set(Some(view)),
                    Err(error) if error.is_signed_out() => leave_for_sign_in(),
                    Err(_) => {}
                }
            });
        }
    });
    let clock = live.clock;
    move || {
        deck.get().map(|deck| {
            let now = deck.now.max(clock.get());
            let (kind, label) = freshness(&deck, now);
            let moving = (deck.running > 0).then(|| {
                view! { <a class="rail-link" href=routes::ACTIVITY><Status kind=Mark::Busy label=format!("{} under way", deck.running)/></a> }
            });
            let unknown = (deck.unknown > 0).then(|| {
                let href = routes::activity("", Some(OperationState::Unknown), 1);
                view! { <a class="rail-link" href=href><Status kind=Mark::Unknown label=format!("{} unknown", deck.unknown)/></a> }
            });
            view! { {moving} {unknown} <Freshness kind=kind label=label/> }
        })
    }
}

/// One line over all sources: the worst of them decides.
fn freshness(deck: &DeckView, now: domain::Timestamp) -> (Fresh, String) {
    match &deck.oldest {
        Some((name, Some(taken))) => {
            let age = domain::timestamp::age(now.since_ms(*taken)).unwrap_or_else(|| "0 s".to_owned());
            (Fresh::Stale, format!("{name} {age} old"))
        }
        Some((name, None)) => (Fresh::Unknown, format!("{name} not read")),
        None if deck.sources == 0 => (Fresh::Unknown, "No provider yet".to_owned()),
        None if deck.first_reads > 0 => (Fresh::Unknown, "First reading".to_owned()),
        None => (Fresh::Live, "All live".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;

    fn deck() -> DeckView {
        DeckView {
            servers: 3,
            sources: 4,
            failing: 0,
            first_reads: 0,
            oldest: None,
            running: 0,
            unknown: 0,
            now: Timestamp(300_000),
        }
    }

    #[test]
    fn the_worst_source_decides_the_line() {
        let line = |deck: DeckView| freshness(&deck, deck.now);
        assert_eq!(line(deck()), (Fresh::Live, "All live".to_owned()));
        assert_eq!(line(DeckView { first_reads: 1, ..deck() }).1, "First reading");
        assert_eq!(line(DeckView { sources: 0, ..deck() }).1, "No provider yet");
        let stale =
            DeckView { failing: 1, oldest: Some(("Elastis".into(), Some(Timestamp(60_000)))), ..deck() };
        assert_eq!(line(stale), (Fresh::Stale, "Elastis 4 min old".to_owned()));
        let never = DeckView { failing: 1, oldest: Some(("Elastis".into(), None)), ..deck() };
        assert_eq!(line(never), (Fresh::Unknown, "Elastis not read".to_owned()));
    }
}
