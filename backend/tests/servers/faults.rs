//! Every way in which an answer can go wrong: one write reaches the provider, and the outcome is what is really known.

use domain::operation::OperationState::{self, Failed, Succeeded, Unknown};
use domain::power::PowerAction;
use domain::provider::Brand;
use simulators::{Fault, FaultKind, SimOptions};

use crate::acts::switch;
use crate::world::{World, fast, new_id, writes_about};

struct Case {
    name: &'static str,
    fault: Fault,
    /// Where the operation stands first, once there is an answer or none.
    first: &'static [OperationState],
    /// Where it ends.
    last: OperationState,
    /// What is said at the end.
    says: &'static str,
}

fn case(
    name: &'static str,
    kind: FaultKind,
    first: &'static [OperationState],
    (last, says): (OperationState, &'static str),
) -> Case {
    let fault = Fault::new("/user-resource/vm/stop", kind).on("POST");
    Case { name, fault, first, last, says }
}

const DID_NOT: (OperationState, &str) = (Failed, "The stop did not happen: the server is still running");
const CONFIRMED: (OperationState, &str) = (Succeeded, "Confirmed by reading: the server is stopped.");
const REFUSED: (OperationState, &str) = (Failed, "Nothing changed.");

fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("cut before the work", FaultKind::Cut, &[Unknown], DID_NOT),
        case("cut before the body", FaultKind::CutUnread, &[Unknown], DID_NOT),
        case("hang", FaultKind::Hang, &[Unknown], DID_NOT),
        case("500", FaultKind::ServerError, &[Unknown], DID_NOT),
        case("a gateway's page", FaultKind::Html { status: 502 }, &[Unknown], DID_NOT),
        case("refused", FaultKind::Answer { status: 409, body: "{}".to_owned() }, &[Failed], REFUSED),
        case("wrong key", FaultKind::Forbidden, &[Failed], REFUSED),
    ];
    for (name, kind) in [
        ("cut after the work", FaultKind::Cut),
        ("500 after the work", FaultKind::ServerError),
        ("page after the work", FaultKind::Html { status: 502 }),
        ("cut in the body", FaultKind::CutMidBody),
    ] {
        let mut case = case(name, kind, &[Unknown], CONFIRMED);
        case.fault = case.fault.after_work();
        cases.push(case);
    }
    // Last: it silences the key for a second.
    cases.push(case("429", FaultKind::RateLimited { retry_after: Some(1) }, &[Failed], REFUSED));
    cases
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_every_fault_sends_one_write_and_ends_where_reading_says() {
    let world = World::start(SimOptions { servers: Some(40), ..fast() }).await;
    let control = world.providers.elastis.control();
    let access = world.backend.access(&world.actor);
    let cases = cases();
    let rows = world.list("provider:elastis").await.rows;
    assert!(rows.len() >= cases.len());
    for (case, row) in cases.into_iter().zip(rows) {
        let (name, key) = (case.name, row.key);
        assert!(control.set_status(&key.id.0, "running"), "{name}");
        world.refresh_until(&key, "running").await;
        let before = control.writes();
        control.inject(case.fault);
        let id = new_id();
        switch(&access, id, &key, PowerAction::Stop).await.unwrap();
        let seen = world.operation_in(id, &[Unknown, Failed, Succeeded]).await;
        assert!(case.first.contains(&seen.state), "{name}: {seen:?}");
        if seen.state == Unknown {
            assert!(seen.message.starts_with("We do not know whether this happened"), "{name}: {seen:?}");
            let other = switch(&access, new_id(), &key, PowerAction::Stop).await.unwrap_err();
            assert!(other.public().message.contains("Settle that first"), "{name}: {other:?}");
        }
        let end = world.ended(id).await;
        assert_eq!(end.state, case.last, "{name}: {end:?}");
        assert!(end.message.contains(case.says), "{name}: {end:?}");
        assert_eq!(control.writes() - before, 1, "{name}");
    }
}

/// Truncated JSON under a 2xx: whether that is an answer is the client's to say; what happened is read either way.
#[tokio::test(flavor = "multi_thread")]
async fn i3_a_truncated_answer_is_settled_by_reading() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    world.providers.elastis.control().inject(Fault::new("/user-resource/vm/stop", FaultKind::TruncatedJson));
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    let end = world.ended(id).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert_eq!(writes_about(&world.providers.elastis, &server.key), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_cannot_be_reached_changes_nothing_and_says_so() {
    let mut world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    let other = crate::world::Providers::start(fast()).await.elastis;
    std::mem::replace(&mut world.providers.elastis, other).shutdown().await;
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    let asked = switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    assert!(!asked.done, "the page did not wait: {asked:?}");
    let end = world.ended(id).await;
    assert_eq!((end.state, end.status), (Failed, None), "{end:?}");
    assert_eq!(end.message, "The provider could not be reached. Nothing changed.");
}
