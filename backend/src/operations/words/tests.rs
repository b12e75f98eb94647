use domain::change::AssignTo;
use domain::ids::{CredentialId, OperationId, ProviderResourceId, ServerKey, TeamId, UserId};
use domain::provider::Brand;
use domain::timestamp::Timestamp;
use providers::error::{NoAnswer, Refusal};
use uuid::Uuid;

use super::*;
use crate::operations::machine::Steps;
use crate::operations::task::{Before, StepDraft, Then};

fn id(id: &str) -> ProviderResourceId {
    ProviderResourceId(id.to_owned())
}

fn operation(act: &str, steps: Vec<StepDraft>) -> Operation {
    Operation {
        team: TeamId(Uuid::nil()),
        id: OperationId(Uuid::nil()),
        batch: None,
        actor_id: UserId(Uuid::nil()),
        actor_name: "Ada".to_owned(),
        request_id: String::new(),
        server: ServerKey {
            credential: CredentialId(Uuid::nil()),
            location: "jkt01".to_owned(),
            id: id("vm"),
        },
        server_name: "web-1".to_owned(),
        brand: Brand::IdCloudHost,
        act: act.to_owned(),
        summary: String::new(),
        before: Before::default(),
        then: Then::default(),
        made: None,
        steps: Steps::of(steps),
        message: String::new(),
        http_status: None,
        correlation_id: None,
        needs_person: false,
        version: 0,
        created_at: Timestamp(0),
        ended_at: None,
    }
}

fn power(call: PowerCall) -> StepDraft {
    ServerChange::Power { id: id("vm"), call }.into()
}

fn modify(vcpus: Option<u32>, memory_mib: Option<u32>, name: Option<&str>) -> StepDraft {
    let name = name.map(ToOwned::to_owned);
    ServerChange::Modify { id: id("vm"), name, vcpus, memory_mib }.into()
}

fn resize() -> Operation {
    let steps = vec![power(PowerCall::Stop), modify(Some(4), Some(8192), None), power(PowerCall::Start)];
    operation("server.resize", steps)
}

/// Sends `count` requests, which succeed, and one more, which stays on its way.
fn after(mut operation: Operation, count: usize) -> Operation {
    for _ in 0..count {
        operation.steps.send(Timestamp(1)).unwrap();
        operation.steps.accept(Some(id("10.0.0.1")), None).unwrap();
        operation.steps.answer(OperationState::Succeeded, Timestamp(2)).unwrap();
    }
    if operation.state().is_open() {
        operation.steps.send(Timestamp(3)).unwrap();
    }
    operation
}

fn refused(message: &str) -> ProviderError {
    ProviderError::Refused {
        status: 409,
        message: message.to_owned(),
        field: None,
        correlation_id: None,
        class: Refusal::Conflict,
    }
}

#[test]
fn a_failure_gives_the_providers_words_and_says_where_it_stands() {
    let error = refused("virtual machine is locked");
    assert_eq!(failed(&after(resize(), 0), &error), "Virtual machine is locked. Nothing changed.");
    assert_eq!(
        failed(&after(resize(), 1), &error),
        "Stopped web-1. The change of size was refused: Virtual machine is locked. The server is stopped; it was not \
         started again. Start it when you are ready."
    );
    assert_eq!(
        failed(&after(resize(), 2), &error),
        "Stopped web-1. Changed its size to 4 vCPU and 8 GiB. The start was refused: Virtual machine is locked. The \
         server is stopped; it was not started again. Start it when you are ready."
    );
}

#[test]
fn i3_an_unknown_outcome_is_called_one() {
    let error = ProviderError::NoAnswer { reason: NoAnswer::Reset };
    let text = unknown(&after(resize(), 0), &error.public_message());
    assert!(text.starts_with("We do not know whether this happened"), "{text}");
    assert!(text.contains("not sent again"), "{text}");
    let text = unknown(&after(resize(), 1), &error.public_message());
    assert!(
        text.contains("the change of size was sent") && text.ends_with("Before that: Stopped web-1."),
        "{text}"
    );
}

#[test]
fn what_was_not_sent_is_named() {
    let settled = |count, happened| {
        let mut operation = after(resize(), count);
        operation.steps.answer(OperationState::Unknown, Timestamp(4)).unwrap();
        operation.steps.settle(happened, Timestamp(5)).unwrap();
        operation
    };
    assert_eq!(
        confirmed(&settled(0, true), "the server is stopped"),
        "Confirmed by reading: the server is stopped. The change of size was not sent. It was not started again. Start \
         it when you are ready."
    );
    assert_eq!(
        confirmed(&settled(1, true), "the server has 4 vCPU and 8 GiB"),
        "Confirmed by reading: the server has 4 vCPU and 8 GiB. It was not started again. Start it when you are ready."
    );
    let operation = settled(2, false);
    let step = &operation.steps.all()[2];
    assert_eq!(
        did_not_happen(&operation, step, "the server is still stopped"),
        "The start did not happen: the server is still stopped. Stopped web-1. \
         Changed its size to 4 vCPU and 8 GiB. The server is stopped; it was not started again. Start it when you are \
         ready."
    );
}

#[test]
fn a_reserved_address_that_leads_nowhere_is_not_forgotten() {
    let reserve = Change::Address(AddressChange::Create { name: None, billing_account: None });
    let assign = Change::Address(AddressChange::Assign { id: id(""), to: AssignTo::Server(id("vm")) });
    let steps = vec![reserve.into(), StepDraft { change: assign, uses_made: true }];
    let text = failed(&after(operation("address.reserve", steps), 1), &refused("no"));
    assert_eq!(
        text,
        "Reserved 10.0.0.1. The assignment of the address was refused: No. 10.0.0.1 is reserved and costs money. \
         Assign it or release it."
    );
}

#[test]
fn what_a_deletion_leaves_is_named() {
    let release = Change::Address(AddressChange::Delete { id: id("10.0.0.1") });
    let delete = || vec![ServerChange::Delete { id: id("vm") }.into(), release.clone().into()];
    let text = failed(&after(operation("server.delete", delete()), 1), &refused("no"));
    assert_eq!(
        text,
        "Deleted web-1. The release of the address was refused: No. 10.0.0.1 stays reserved and costs money until it \
         is released."
    );
    let both = after(operation("server.delete", delete()), 2);
    assert_eq!(succeeded(&both, "the address is released"), "Deleted web-1. Released 10.0.0.1.");
}

#[test]
fn successes_say_what_is_different_now() {
    let said = |act, steps: Vec<StepDraft>| {
        let count = steps.len();
        succeeded(&after(operation(act, steps), count), "the server has 2 vCPU")
    };
    let three = vec![power(PowerCall::Stop), modify(Some(4), Some(8192), None), power(PowerCall::Start)];
    assert_eq!(said("server.resize", three), "web-1 now has 4 vCPU and 8 GiB. It is running.");
    assert_eq!(said("server.rename", vec![modify(None, None, Some("web-2"))]), "Renamed web-1 to web-2.");
    assert_eq!(said("server.stop", vec![power(PowerCall::Stop)]), "The server is stopped.");
    let restart = vec![power(PowerCall::Stop), power(PowerCall::Start)];
    assert_eq!(said("server.restart", restart), "The server was restarted and is running.");
    let copy = ServerChange::Clone { id: id("vm"), name: "web-2".to_owned() };
    assert_eq!(said("server.clone", vec![copy.into()]), "Made web-2, a copy of web-1.");
}

#[test]
fn what_is_kept_nowhere_is_asked_for_again() {
    let password = ServerChange::SetPassword { id: id("vm"), username: "ops".to_owned() };
    let text = secret_lost(&operation("server.password", vec![password.into()]));
    assert!(text.contains("kept nowhere") && text.contains("Nothing changed."), "{text}");
}

#[test]
fn what_was_taken_back_says_where_it_stands() {
    let waits = resize();
    assert!(waits.steps.waits());
    assert_eq!(taken_back(&waits, "Ada"), "Not sent: taken back by Ada. Nothing changed.");
    let mut under_way = after(resize(), 0);
    assert!(!under_way.steps.waits() && under_way.steps.clone().abandon(Timestamp(4)).is_err());
    assert!(too_late(&under_way).starts_with("The stop is on its way"), "{}", too_late(&under_way));
    under_way.steps.answer(OperationState::Succeeded, Timestamp(4)).unwrap();
    assert!(under_way.steps.waits());
    under_way.steps.abandon(Timestamp(5)).unwrap();
    assert_eq!(
        taken_back(&under_way, "Ada"),
        "Stopped web-1. The rest was not sent: taken back by Ada. The server is stopped; it was not started again. \
         Start it when you are ready."
    );
    assert!(too_late(&under_way).starts_with("This has ended already"));
}

#[test]
fn what_waits_says_for_what_and_until_when_where_that_is_known() {
    assert_eq!(in_line(1), "Another change with this key goes first.");
    assert_eq!(in_line(4), "4 other changes with this key go first.");
    let delete = Change::Server(ServerChange::Delete { id: id("vm") });
    let start = Change::Server(ServerChange::Power { id: id("vm"), call: PowerCall::Start });
    let at = Some(Timestamp(1_791_946_805_250));
    assert_eq!(
        no_room(Brand::Virtua, &delete, at),
        "Virtua.cloud limits what one key sends in a minute to 20 changes, 5 of them like this one. Goes out not before \
         03:00:05 UTC."
    );
    assert_eq!(
        no_room(Brand::Virtua, &start, None),
        "Virtua.cloud limits what one key sends in a minute to 20 changes. Goes out as soon as the provider allows."
    );
    assert_eq!(
        no_room(Brand::Elastis, &delete, at),
        "Elastis asked for a pause. Goes out not before 03:00:05 UTC."
    );
    assert_eq!(
        no_room(Brand::Warren, &start, at),
        "The provider asked for a pause. Goes out not before 03:00:05 UTC."
    );
}
