//! A write leaves once, and its outcome is called known only when it is (security.md I1–I4).

use crate::common::{Deck, KINDS, fast, leaving, patient, power, within};
use domain::power::PowerCall;
use domain::server::ServerState;
use providers::error::{NoAnswer, NotSent, ProviderError, Refusal, Unread};
use providers::family::Result;
use providers::options::MAX_BODY;
use simulators::{Fault, FaultKind};

/// Every way in which an answer can go wrong, and what may be concluded: was it certainly not done?
fn faults() -> Vec<(FaultKind, bool)> {
    let answer = |status, body: &str| FaultKind::Answer { status, body: body.to_owned() };
    vec![
        (FaultKind::Cut, false),
        (FaultKind::CutUnread, false),
        (FaultKind::CutMidBody, false),
        (FaultKind::TruncatedJson, false),
        (FaultKind::ServerError, false),
        (FaultKind::Html { status: 200 }, false),
        (FaultKind::Html { status: 502 }, false),
        (FaultKind::Html { status: 503 }, false),
        (FaultKind::Html { status: 504 }, false),
        (FaultKind::Html { status: 408 }, false),
        (FaultKind::Huge { bytes: MAX_BODY + 1 }, false),
        (FaultKind::GzipBomb { bytes: 16 * 1024 * 1024 }, false),
        (FaultKind::Redirect { to: "/v1/elsewhere".to_owned() }, false),
        (answer(200, r#"{"success":false,"errors":{"Error":"odd"}}"#), false),
        (FaultKind::RateLimited { retry_after: Some(1) }, true),
        (FaultKind::Unauthorized, true),
        (FaultKind::Forbidden, true),
        (FaultKind::UnknownLocation, true),
        (FaultKind::Html { status: 403 }, true),
        (answer(400, ""), true),
        (answer(409, "{"), true),
        (answer(422, "null"), true),
    ]
}

#[tokio::test]
async fn i4_every_fault_sees_exactly_one_request() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        let (slug, id) = deck.server_that_is("running").await;
        for (fault, not_done) in faults() {
            let before = deck.control().writes();
            deck.inject(Fault::new("", fault.clone()).on("POST"));
            let outcome = within(deck.power(&slug, &id, PowerCall::Stop)).await;
            let error = outcome.expect_err(&format!("{:?} {fault:?}", deck.brand));
            assert_eq!(error.outcome_known_not_done(), not_done, "{:?} {fault:?}: {error:?}", deck.brand);
            assert_eq!(deck.control().writes() - before, 1, "{:?} {fault:?}", deck.brand);
            deck.control().clear_faults();
            assert!(deck.control().set_status(&id.0, "running"));
        }
    }
}

#[tokio::test]
async fn i4_an_answer_that_does_not_end_in_time_sees_exactly_one_request() {
    let slow = [FaultKind::Hang, FaultKind::Drip { ms: 1000 }, FaultKind::Delay { ms: 60_000 }];
    let all = KINDS.into_iter().flat_map(|kind| slow.iter().map(move |fault| (kind, fault)));
    // Side by side, because all of it is waiting.
    futures::future::join_all(all.map(async |(kind, fault)| {
        let deck = Deck::start(kind, fast(), leaving()).await;
        let (slug, id) = deck.server_that_is("running").await;
        deck.inject(Fault::new("", fault.clone()).on("POST"));
        let error = within(deck.power(&slug, &id, PowerCall::Stop)).await.unwrap_err();
        assert!(!error.outcome_known_not_done(), "{:?} {fault:?}: {error:?}", deck.brand);
        assert_eq!(deck.control().writes(), 1, "{:?} {fault:?}", deck.brand);
    }))
    .await;
}

#[tokio::test]
async fn success_in_any_form_is_success() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        let (slug, id) = deck.server_that_is("running").await;
        for body in ["", "true", "[]", "{}", "null", " \n"] {
            deck.inject(Fault::new("", FaultKind::Answer { status: 200, body: body.to_owned() }).on("POST"));
            let outcome = deck.power(&slug, &id, PowerCall::Stop).await;
            assert!(outcome.is_ok(), "{:?} {body}: {outcome:?}", deck.brand);
        }
        assert_eq!(deck.control().writes(), 6);
    }
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_reading() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        let (slug, id) = deck.server_that_is("running").await;
        deck.inject(Fault::new("", FaultKind::Cut).on("POST").after_work());
        let lost = deck.power(&slug, &id, PowerCall::Stop).await.unwrap_err();
        assert_eq!(lost, ProviderError::NoAnswer { reason: NoAnswer::Reset });
        let now = deck.compute().get(&deck.credential, &slug, &id).await.unwrap();
        assert_eq!((now.state, deck.control().writes()), (ServerState::Stopped, 1));
    }
}

#[tokio::test]
async fn writes_share_no_connection_and_are_not_retried_on_a_dead_one() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        let (slug, id) = deck.server_that_is("running").await;
        for _ in 0..3 {
            deck.power(&slug, &id, PowerCall::Stop).await.unwrap();
            deck.inject(Fault::new("", FaultKind::CutUnread).on("POST"));
            deck.power(&slug, &id, PowerCall::Start).await.unwrap_err();
            deck.power(&slug, &id, PowerCall::Start).await.unwrap();
        }
        assert_eq!(deck.control().writes(), 9);
    }
}

#[tokio::test]
async fn nothing_is_sent_where_nothing_listens() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        let (slug, id) = deck.server_that_is("running").await;
        let Deck { sim, provider, credential, .. } = deck;
        sim.shutdown().await;
        let error = power(&*provider, &credential, &slug, &id, PowerCall::Stop).await.unwrap_err();
        assert_eq!(error, ProviderError::NotSent { reason: NotSent::Connect });
        assert!(error.outcome_known_not_done());
    }
}

#[tokio::test]
async fn a_private_address_is_not_called_without_the_operators_word() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        let (slug, id) = deck.server_that_is("running").await;
        let before = deck.control().log().len();
        let strict = providers::Registry::new(patient()).unwrap();
        let compute = strict.provider(deck.brand).compute().unwrap();
        let port = deck.sim.addr().port();
        for host in ["127.0.0.1", "[::1]", "localhost"] {
            let mut there = deck.credential.clone();
            there.endpoint.base_url = format!("http://{host}:{port}/v1").parse().unwrap();
            let blocked = |outcome: Result<()>| {
                assert_eq!(outcome, Err(ProviderError::NotSent { reason: NotSent::Blocked }), "{host}");
            };
            blocked(compute.list(&there, &slug).await.map(|_| ()));
            let stop = power(strict.provider(deck.brand), &there, &slug, &id, PowerCall::Stop);
            blocked(stop.await.map(|_| ()));
        }
        assert_eq!(deck.control().log().len(), before);
    }
}

#[tokio::test]
async fn an_id_cannot_leave_its_place_in_the_path() {
    let deck = Deck::start(KINDS[0], fast(), patient()).await;
    let compute = deck.compute();
    for id in ["..", ".", "", "../../account", "a/b", "a?x=1", "a#b", "%2e%2e"] {
        let id = domain::ids::ProviderResourceId(id.to_owned());
        assert!(compute.get(&deck.credential, "global", &id).await.is_err());
    }
    let paths: Vec<_> = deck.control().log().into_iter().map(|entry| entry.path).collect();
    assert!(paths.iter().all(|path| path.starts_with("/v1/cloud-server/")), "{paths:?}");
}

#[tokio::test]
async fn every_class_of_error_is_told_apart() {
    let deck = Deck::start(KINDS[1], fast(), patient()).await;
    let answer = |status, body: &str| FaultKind::Answer { status, body: body.to_owned() };
    let forbidden = r#"{"errors":{"consumer::resource_forbidden":{"msg":"Not for tokens"}}}"#;
    let seen = async |fault, hurried: bool| {
        deck.inject(Fault::new("", fault).always());
        let provider = if hurried { &deck.hurried } else { &deck.provider };
        let error = within(provider.account().unwrap().account(&deck.credential)).await.unwrap_err();
        deck.control().clear_faults();
        error
    };
    for (fault, class) in [
        (FaultKind::Unauthorized, Refusal::BadKey),
        (FaultKind::Forbidden, Refusal::BadKey),
        (answer(403, forbidden), Refusal::NotAllowed),
        (FaultKind::UnknownLocation, Refusal::UnknownRoute),
        (answer(409, ""), Refusal::Conflict),
        (answer(400, ""), Refusal::Invalid),
        (answer(402, ""), Refusal::Other),
    ] {
        let error = seen(fault, false).await;
        assert_eq!(error.refusal(), Some(class), "{error:?}");
        assert!(error.correlation_id().is_some() && !error.is_retryable());
    }
    for (fault, why) in [
        (FaultKind::Html { status: 200 }, Unread::NotJson),
        (FaultKind::TruncatedJson, Unread::NotJson),
        (FaultKind::CutMidBody, Unread::CutShort),
        (FaultKind::Huge { bytes: MAX_BODY + 1 }, Unread::TooLarge),
        (FaultKind::GzipBomb { bytes: 16 * 1024 * 1024 }, Unread::TooLarge),
        (FaultKind::Redirect { to: "http://127.0.0.1:1/".to_owned() }, Unread::Redirect),
        (answer(200, "[[]]"), Unread::Shape("user")),
    ] {
        let error = seen(fault.clone(), false).await;
        assert!(
            matches!(&error, ProviderError::Unreadable { why: w, .. } if *w == why),
            "{fault:?}: {error:?}"
        );
    }
    assert!(matches!(
        seen(FaultKind::ServerError, false).await,
        ProviderError::ServerFailure { status: 500, .. }
    ));
    assert_eq!(seen(FaultKind::Hang, true).await, ProviderError::NoAnswer { reason: NoAnswer::Timeout });
    assert_eq!(
        seen(FaultKind::Drip { ms: 1000 }, true).await,
        ProviderError::NoAnswer { reason: NoAnswer::Timeout }
    );
    assert_eq!(seen(FaultKind::Cut, false).await, ProviderError::NoAnswer { reason: NoAnswer::Reset });
}
