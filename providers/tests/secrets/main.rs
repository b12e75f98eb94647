//! A key appears in no error, no log line and no `Debug`, whatever the provider does with it.

#![expect(clippy::unwrap_used, reason = "a failed test says where")]

#[path = "../api/common.rs"]
#[expect(dead_code, clippy::expect_used, reason = "the other suite needs more of it")]
mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use common::{Deck, KINDS, fast, patient, power, within};
use domain::change::{Change, ServerChange};
use domain::power::PowerCall;
use providers::error::ProviderError;
use providers::family::Secrets;
use simulators::{Fault, FaultKind, SimOptions};
use tracing_subscriber::fmt::MakeWriter;

const CANARY: &str = "canary-5b1f8e7a2c";

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn k8_the_canary_is_never_seen() {
    let captured = Captured::default();
    // `init` also takes what HTTP libraries say through the `log` crate.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(captured.clone())
        .init();
    let echo = |status| FaultKind::Answer {
        status,
        body: format!(
            r#"{{"message":"key {CANARY} is odd","messages":["{CANARY}"],"errors":{{"{CANARY}":"{CANARY}"}}}}"#
        ),
    };
    let mut texts = Vec::new();
    for kind in KINDS {
        let options = SimOptions { key: CANARY.to_owned(), ..fast() };
        let deck = Deck::start(kind, options, patient()).await;
        let (slug, id) = deck.server_that_is("running").await;
        deck.provider.account().unwrap().probe(&deck.credential).await.unwrap();
        for fault in [
            echo(400),
            echo(401),
            echo(403),
            echo(500),
            FaultKind::Answer { status: 200, body: format!("<p>{CANARY}</p>") },
            FaultKind::Answer { status: 200, body: format!(r#""{CANARY}"#) },
            FaultKind::Redirect { to: format!("/{CANARY}") },
            FaultKind::Hang,
            FaultKind::Cut,
        ] {
            let provider = if fault == FaultKind::Hang { &deck.hurried } else { &deck.provider };
            let compute = provider.compute().unwrap();
            deck.inject(Fault::new("", fault).always());
            let write = within(power(&**provider, &deck.credential, &slug, &id, PowerCall::Stop)).await;
            let read = within(compute.list(&deck.credential, &slug)).await.map(|_| ());
            for error in [write.map(|_| ()), read].into_iter().filter_map(Result::err) {
                texts.push(format!("{error} {error:?} {error:#?} {}", error.public_message()));
                if let ProviderError::Unreadable { bytes, .. } = &error {
                    texts.push(String::from_utf8_lossy(bytes.bytes()).into_owned());
                }
            }
            deck.control().clear_faults();
        }
        texts.push(format!("{:?}", deck.credential));
    }
    assert!(texts.len() > 50);
    let leak = texts.iter().find(|text| text.contains(CANARY));
    assert_eq!(leak, None);
    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("provider call") && log.contains("compute.stop") && log.contains("hyper"));
    let leak = log.lines().find(|line| line.contains(CANARY));
    assert_eq!(leak, None);
}

#[tokio::test]
async fn log_lines_hold_no_query_and_no_body() {
    // The subscriber of the other test may or may not be set yet; what matters is what a call prints of itself.
    let deck = Deck::start(KINDS[1], fast(), patient()).await;
    let (slug, id) = deck.server_that_is("running").await;
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_env_filter("providers=debug")
        .with_ansi(false)
        .with_writer(captured.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    deck.compute().get(&deck.credential, &slug, &id).await.unwrap();
    deck.power(&slug, &id, PowerCall::Stop).await.unwrap();
    drop(guard);
    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<_> = log.lines().filter(|line| line.contains("provider call")).collect();
    assert!(lines.iter().any(|line| line.contains("compute.get") && line.contains("status=200")), "{log}");
    assert!(
        lines.iter().all(|line| line.contains("duration_ms=") && line.contains("correlation_id=")),
        "{log}"
    );
    assert!(!log.contains("uuid=") && !log.contains(&id.0), "{log}");
}

#[tokio::test]
async fn what_goes_beside_a_change_is_told_nowhere() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_env_filter("trace")
        .with_ansi(false)
        .with_writer(captured.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let deck = Deck::start(KINDS[1], fast(), patient()).await;
    let (slug, id) = deck.server_that_is("running").await;
    let change = Change::Server(ServerChange::SetPassword { id, username: "ops".to_owned() });
    let secrets = Secrets { password: Some(format!("Aa1 {CANARY}").into()), ..Secrets::default() };
    let mut texts = vec![format!("{secrets:?} {change:?}")];
    let plan = deck.provider.changes().describe(&deck.credential.endpoint, &slug, &change).unwrap();
    assert!(plan.contains("password=%5Bsecret%5D"), "{plan}");
    texts.push(plan);
    let quoted = format!(r#"{{"errors":{{"password":"Bad: Aa1 {CANARY}"}}}}"#);
    for fault in [
        FaultKind::Answer { status: 400, body: quoted.clone() },
        FaultKind::Answer { status: 500, body: quoted.clone() },
        FaultKind::Answer { status: 200, body: format!("<p>Aa1 {CANARY}</p>") },
        FaultKind::Answer { status: 200, body: quoted },
        FaultKind::Cut,
    ] {
        deck.inject(Fault::new("", fault).on("PATCH"));
        let error = within(deck.apply(&slug, &change, &secrets)).await.unwrap_err();
        texts.push(format!("{error} {error:?} {}", error.public_message()));
        if let ProviderError::Unreadable { bytes, .. } = &error {
            texts.push(String::from_utf8_lossy(bytes.bytes()).into_owned());
        }
    }
    texts.push(format!("{:?}", deck.apply(&slug, &change, &secrets).await.unwrap()));
    drop(guard);
    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("compute.set_password"), "the calls are in the log");
    texts.extend(log.lines().map(str::to_owned));
    assert_eq!(texts.iter().find(|text| text.contains(CANARY)), None);
}
