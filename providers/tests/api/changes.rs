//! What holds for every kind of change at every provider: it is offered or refused before anything is sent, the plan
//! shows what is sent, and whatever goes wrong, it leaves once (security.md I1–I4).

use std::collections::BTreeSet;
use std::time::Duration;

use domain::change::{Change, ReplicaChange};
use domain::location::GLOBAL;
use domain::provider::Brand;
use providers::error::{NotSent, ProviderError};
use providers::family::Secrets;
use simulators::{Fault, FaultKind, LogEntry, SimKind};

use crate::common::{Deck, KINDS, fast, leaving, patient, within};
use crate::{
    account, addresses, balancers, billing, buckets, cards, credit, databases, disks, invoices, networks,
    replicas, servers, tokens,
};

/// At least one change of every kind. The ids in them need not exist.
fn samples() -> Vec<(Change, Secrets)> {
    [
        account::samples(),
        addresses::samples(),
        balancers::samples(),
        billing::samples(),
        buckets::samples(),
        cards::samples(),
        credit::samples(),
        databases::samples(),
        disks::samples(),
        invoices::samples(),
        replicas::samples(),
        networks::samples(),
        servers::samples(),
        tokens::samples(),
    ]
    .concat()
}

/// The methods that changes leave by. At Warren a GET makes the S3 user.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Whether a change reads before it is sent.
const fn looks_first(change: &Change) -> bool {
    matches!(change, Change::Replica(ReplicaChange::AutoBackup { .. }))
}

/// Lets every request of a change meet the fault, but for the reads of a change that must look first.
fn inject(deck: &Deck, change: &Change, fault: &FaultKind) {
    let looks = looks_first(change);
    for method in METHODS.into_iter().filter(|method| !looks || *method != "GET") {
        deck.inject(Fault::new("", fault.clone()).on(method).always());
    }
}

/// Whether a request may change something.
fn is_change(entry: &LogEntry) -> bool {
    entry.is_write() || entry.path.ends_with("/storage/user")
}

/// How many requests arrived that may change something.
fn changes_seen(deck: &Deck) -> usize {
    deck.control().log().iter().filter(|entry| is_change(entry)).count()
}

#[test]
fn every_kind_has_a_sample() {
    let known: BTreeSet<_> = Change::KINDS.iter().flat_map(|noun| noun.iter().copied()).collect();
    let sampled: BTreeSet<_> = samples().iter().map(|(change, _)| change.kind()).collect();
    assert_eq!(sampled, known);
}

#[tokio::test]
async fn capabilities_say_which_changes_can_be_made() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        for (change, _) in samples() {
            let offered = deck.provider.capabilities().change(change.kind()).is_yes();
            let plan = deck.provider.changes().describe(&deck.credential.endpoint, GLOBAL, &change);
            assert_eq!(plan.is_ok(), offered, "{:?} {}: {plan:?}", deck.brand, change.kind());
            if let Err(error) = plan {
                assert_eq!(error, ProviderError::NotSent { reason: NotSent::Unsupported });
            }
        }
        assert!(deck.control().log().is_empty());
    }
}

/// Every way in which an answer can be lost or wrong, and whether the change is then certainly not made.
fn faults() -> Vec<(FaultKind, bool)> {
    vec![
        (FaultKind::Cut, false),
        (FaultKind::CutUnread, false),
        (FaultKind::CutMidBody, false),
        (FaultKind::ServerError, false),
        (FaultKind::Html { status: 200 }, false),
        (FaultKind::Html { status: 502 }, false),
        (FaultKind::TruncatedJson, false),
        (FaultKind::Redirect { to: "/v1/elsewhere".to_owned() }, false),
        (FaultKind::RateLimited { retry_after: Some(1) }, true),
        (FaultKind::Unauthorized, true),
        (FaultKind::Forbidden, true),
        (FaultKind::UnknownLocation, true),
        (FaultKind::Answer { status: 409, body: "{".to_owned() }, true),
    ]
}

#[tokio::test]
async fn i4_every_change_leaves_exactly_once_under_every_fault() {
    futures::future::join_all(KINDS.map(every_change_under_every_fault)).await;
}

#[tokio::test]
async fn i4_every_change_leaves_exactly_once_when_no_answer_comes() {
    // Side by side, because all of it is waiting for answers that never come.
    let each = KINDS.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
    futures::future::join_all(each.map(async |(kind, looks)| {
        let deck = Deck::start(kind, fast(), leaving()).await;
        let slug = deck.slugs().await.remove(0);
        let mut changes = Vec::new();
        for (change, secrets) in samples() {
            let offered = deck.provider.capabilities().change(change.kind()).is_yes();
            if offered && looks_first(&change) == looks {
                changes.push((replicas::with_effect(&deck, &slug, change).await, secrets));
            }
        }
        let Some((first, _)) = changes.first() else { return };
        inject(&deck, first, &FaultKind::Hang);
        let before = changes_seen(&deck);
        let (deck, slug) = (&deck, &slug);
        let sent = changes.iter().map(async |(change, secrets)| {
            let error = within(deck.apply(slug, change, secrets)).await.expect_err(change.kind());
            assert!(!error.outcome_known_not_done(), "{:?} {}: {error:?}", deck.brand, change.kind());
        });
        futures::future::join_all(sent).await;
        assert_eq!(changes_seen(deck) - before, changes.len(), "{:?}, looks first: {looks}", deck.brand);
    }))
    .await;
}

async fn every_change_under_every_fault(kind: (SimKind, Brand)) {
    let deck = Deck::start(kind, fast(), patient()).await;
    let slug = deck.slugs().await.remove(0);
    for (change, secrets) in samples() {
        if !deck.provider.capabilities().change(change.kind()).is_yes() {
            continue;
        }
        for (fault, not_done) in faults() {
            let change = replicas::with_effect(&deck, &slug, change.clone()).await;
            let before = changes_seen(&deck);
            inject(&deck, &change, &fault);
            let sent = deck.provider.changes().apply(&deck.credential, &slug, &change, &secrets);
            let error = within(sent).await.expect_err(change.kind());
            let told = format!("{:?} {} {fault:?}: {error:?}", deck.brand, change.kind());
            // The ids in the samples may make the provider refuse of its own accord; its status line says so, however
            // little of the rest arrives.
            let spoilt = matches!(fault, FaultKind::CutMidBody | FaultKind::TruncatedJson);
            let refused = spoilt && matches!(error.status(), Some(400..=499));
            assert_eq!(error.outcome_known_not_done(), not_done || refused, "{told}");
            assert_eq!(changes_seen(&deck) - before, 1, "{told}");
            deck.control().clear_faults();
        }
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_send_again() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        let slug = deck.slugs().await.remove(0);
        for (change, secrets) in samples() {
            if !deck.provider.capabilities().change(change.kind()).is_yes() {
                continue;
            }
            let change = replicas::with_effect(&deck, &slug, change).await;
            let before = changes_seen(&deck);
            inject(&deck, &change, &FaultKind::Hang);
            let sent = deck.provider.changes().apply(&deck.credential, &slug, &change, &secrets);
            let dropped = tokio::time::timeout(Duration::from_millis(150), sent).await;
            assert!(dropped.is_err(), "{}", change.kind());
            assert!(changes_seen(&deck) - before <= 1, "{}", change.kind());
            deck.control().clear_faults();
        }
    }
}

#[tokio::test]
async fn plans_show_the_request_without_its_secrets() {
    for kind in KINDS {
        let deck = Deck::start(kind, fast(), patient()).await;
        let slug = deck.slugs().await.remove(0);
        for (change, secrets) in samples() {
            if !deck.provider.capabilities().change(change.kind()).is_yes() {
                continue;
            }
            let change = replicas::with_effect(&deck, &slug, change).await;
            let Ok(plan) = deck.provider.changes().describe(&deck.credential.endpoint, &slug, &change) else {
                continue;
            };
            let before = deck.control().log().len();
            // Refused or not, it was sent.
            let _outcome = deck.provider.changes().apply(&deck.credential, &slug, &change, &secrets).await;
            let sent = deck.control().log().into_iter().skip(before).find(is_change).unwrap();
            let (method, address) = plan.split_once(' ').unwrap();
            let (address, body) = address.split_once("  ").unwrap_or((address, ""));
            let query = if sent.query.is_empty() { String::new() } else { format!("?{}", sent.query) };
            assert_eq!(method, sent.method, "{plan}");
            assert!(address.ends_with(&format!("{}{query}", sent.path)), "{plan} but {} {query}", sent.path);
            let hidden =
                [&secrets.password, &secrets.cloud_init, &secrets.card_token, &secrets.personal_id_number];
            let hidden = hidden.into_iter().flatten();
            let hidden = hidden.fold(sent.body.clone(), |body, secret| {
                use secrecy::ExposeSecret as _;
                body.replace(&escaped(secret.expose_secret()), "%5Bsecret%5D")
            });
            assert_eq!(body, hidden, "{}", change.kind());
        }
    }
}

/// As a form carries it.
fn escaped(text: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, ESCAPED).to_string()
}
