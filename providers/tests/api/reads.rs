//! Reads are tried again when that is safe and can help, within one time limit and a budget.

use crate::common::{Deck, KINDS, fast, patient, short, within};
use domain::location::GLOBAL;
use providers::Options;
use providers::error::{NoAnswer, ProviderError};
use providers::options::ReadRetries;
use simulators::{Fault, FaultKind};

/// Lists Virtua's servers under `fault`, which strikes `times` requests: the outcome and the requests seen.
async fn listed(options: Options, fault: FaultKind, times: u32) -> (providers::family::Result<usize>, usize) {
    let deck = Deck::start(KINDS[0], fast(), options).await;
    deck.inject(Fault::new("", fault).times(times));
    let outcome = within(deck.compute().list(&deck.credential, GLOBAL)).await;
    (outcome.map(|servers| servers.len()), deck.control().log().len())
}

#[tokio::test]
async fn passing_trouble_is_outlived() {
    for fault in
        [FaultKind::Html { status: 502 }, FaultKind::Html { status: 503 }, FaultKind::Html { status: 504 }]
            .into_iter()
            .chain([FaultKind::Cut, FaultKind::CutUnread, FaultKind::CutMidBody])
    {
        let (outcome, requests) = listed(patient(), fault.clone(), 2).await;
        assert_eq!((outcome.ok(), requests), (Some(8), 3), "{fault:?}");
        let (outcome, requests) = listed(patient(), fault.clone(), 3).await;
        assert!(outcome.is_err() && requests == 3, "{fault:?}");
    }
}

#[tokio::test]
async fn what_a_second_try_cannot_mend_is_tried_once() {
    for fault in [
        FaultKind::ServerError,
        FaultKind::RateLimited { retry_after: Some(1) },
        FaultKind::Unauthorized,
        FaultKind::Forbidden,
        FaultKind::UnknownLocation,
        FaultKind::TruncatedJson,
        FaultKind::Html { status: 200 },
        FaultKind::Redirect { to: "/v1/account".to_owned() },
    ] {
        let (outcome, requests) = listed(patient(), fault.clone(), 1).await;
        assert!(outcome.is_err() && requests == 1, "{fault:?}: {outcome:?} after {requests}");
    }
}

#[tokio::test]
async fn one_limit_holds_for_all_tries() {
    for fault in [FaultKind::Hang, FaultKind::Drip { ms: 40 }, FaultKind::Delay { ms: 60_000 }] {
        let (outcome, requests) = listed(short(), fault, 9).await;
        assert_eq!(outcome, Err(ProviderError::NoAnswer { reason: NoAnswer::Timeout }));
        assert!(requests <= 1, "{requests}");
    }
    // A pause that would end after the limit is not begun.
    let retries = ReadRetries { first_pause: std::time::Duration::from_secs(3600), ..ReadRetries::default() };
    let retries = ReadRetries { longest_pause: retries.first_pause, ..retries };
    let (outcome, requests) = listed(Options { read_retries: retries, ..short() }, FaultKind::Cut, 9).await;
    assert!(outcome.is_err() && requests <= 2, "{requests}");
}

#[tokio::test]
async fn the_budget_ends_retries_while_a_provider_is_down() {
    let deck = Deck::start(KINDS[0], fast(), patient()).await;
    deck.inject(Fault::new("", FaultKind::Html { status: 503 }).always());
    for _ in 0..40 {
        deck.compute().list(&deck.credential, GLOBAL).await.unwrap_err();
    }
    // Five to begin with and one for every five reads, not two for each.
    let extra = deck.control().log().len() - 40;
    assert!((5..=13).contains(&extra), "{extra}");
}
