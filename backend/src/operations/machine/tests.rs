//! What the state machine allows and what it forbids.

use domain::change::{AddressChange, AssignTo};
use proptest::prelude::*;

use super::*;

fn id(id: &str) -> ProviderResourceId {
    ProviderResourceId(id.to_owned())
}

fn power(call: PowerCall) -> StepDraft {
    ServerChange::Power { id: id("vm"), call }.into()
}

fn restart() -> Steps {
    Steps::of(vec![power(PowerCall::Stop), power(PowerCall::Start)])
}

#[derive(Clone, Copy, Debug)]
enum Move {
    Send,
    Accept,
    Answer(OperationState),
    Settle(bool),
    Pass,
    Abandon,
}

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        Just(Move::Send),
        Just(Move::Accept),
        prop::sample::select(OperationState::ALL.to_vec()).prop_map(Move::Answer),
        any::<bool>().prop_map(Move::Settle),
        Just(Move::Pass),
        Just(Move::Abandon),
    ]
}

proptest! {
    /// Whatever happens in whatever order: no request is sent twice, ends are final, and the whole only
    /// moves as `security.md` I3 draws it.
    #[test]
    fn i3_every_path_stays_on_the_map(
        requests in 1_usize..5,
        moves in prop::collection::vec(moves(), 0..24),
    ) {
        let mut steps = Steps::of(vec![power(PowerCall::Stop); requests]);
        let mut sends = vec![0; steps.all().len()];
        for (at, each) in (0..).zip(moves) {
            let before = steps.clone();
            let at = Timestamp(at);
            let moved = match each {
                Move::Send => steps.send(at).map(|_| ()),
                Move::Accept => steps.accept(None, None),
                Move::Answer(end) => steps.answer(end, at),
                Move::Settle(happened) => steps.settle(happened, at),
                Move::Pass => steps.pass(at),
                Move::Abandon => steps.abandon(at),
            };
            if moved.is_err() {
                prop_assert_eq!(&steps, &before, "a refused move changes nothing");
            }
            let (from, to) = (before.overall(), steps.overall());
            prop_assert!(from == to || from.may_become(to), "{:?} -> {:?}", from, to);
            for ((old, new), sends) in before.all().iter().zip(steps.all()).zip(&mut sends) {
                // What has come about by itself is not sent.
                let passed = matches!(each, Move::Pass)
                    && (old.state, new.state) == (OperationState::Intended, OperationState::Succeeded);
                prop_assert!(old.state == new.state || passed || old.state.may_become(new.state));
                if old.state != OperationState::Sent && new.state == OperationState::Sent {
                    *sends += 1;
                }
                prop_assert!(*sends <= 1);
            }
            if !from.is_open() {
                prop_assert_eq!(&steps, &before);
            }
        }
    }
}

#[test]
fn a_restart_without_a_call_stops_at_the_first_failure() {
    let mut steps = restart();
    assert_eq!(steps.send(Timestamp(1)), Ok(power(PowerCall::Stop).change));
    assert_eq!(steps.send(Timestamp(2)), Err(Impossible), "the stop is still on its way");
    steps.answer(OperationState::Succeeded, Timestamp(3)).unwrap();
    assert_eq!(steps.overall(), OperationState::Sent);
    assert_eq!(steps.send(Timestamp(4)), Ok(power(PowerCall::Start).change));
    steps.answer(OperationState::Failed, Timestamp(5)).unwrap();
    assert_eq!(steps.overall(), OperationState::Failed);
}

#[test]
fn after_an_unknown_stop_no_start_is_sent() {
    let mut steps = restart();
    steps.send(Timestamp(1)).unwrap();
    steps.answer(OperationState::Unknown, Timestamp(2)).unwrap();
    steps.settle(true, Timestamp(3)).unwrap();
    assert_eq!(steps.overall(), OperationState::Failed, "it was not started again");
    assert_eq!(steps.send(Timestamp(4)), Err(Impossible));
}

#[test]
fn what_came_about_by_itself_is_passed_by_once_something_was_done() {
    let release = |address| Change::Address(AddressChange::Delete { id: id(address) }).into();
    let delete = ServerChange::Delete { id: id("vm") }.into();
    let mut steps = Steps::of(vec![delete, release("10.0.0.1"), release("10.0.0.2")]);
    assert_eq!(steps.pass(Timestamp(1)), Err(Impossible), "nothing was done");
    steps.send(Timestamp(1)).unwrap();
    assert_eq!(steps.pass(Timestamp(2)), Err(Impossible), "it is on its way");
    steps.answer(OperationState::Succeeded, Timestamp(3)).unwrap();
    steps.pass(Timestamp(4)).unwrap();
    assert_eq!((steps.overall(), steps.all()[1].sent_at), (OperationState::Sent, None));
    assert_eq!(steps.unsent().count(), 1, "the last");
    steps.pass(Timestamp(5)).unwrap();
    assert_eq!(steps.overall(), OperationState::Succeeded);
    assert_eq!(steps.pass(Timestamp(6)), Err(Impossible));
}

#[test]
fn steps_survive_the_journal() {
    let mut steps = restart();
    steps.send(Timestamp(1)).unwrap();
    steps.accept(Some(id("made")), Some("Charged 3.".to_owned())).unwrap();
    let text = serde_json::to_string(&steps).unwrap();
    assert_eq!(Steps::read(&text, &id("else")).unwrap(), steps);
}

/// A row of an installation that is older than the present code.
#[test]
fn steps_of_older_journals_are_read() {
    let text = r#"[{"call":"force-stop","state":"unknown","sent_at":1,"ended_at":null}]"#;
    let steps = Steps::read(text, &id("vm")).unwrap();
    assert_eq!(steps.all()[0].change, power(PowerCall::ForceStop).change);
    assert_eq!((steps.all()[0].accepted, steps.overall()), (false, OperationState::Unknown));
    let both = r#"[{"call":"stop","state":"succeeded","sent_at":1,"ended_at":2,"accepted":true},
                   {"call":"start","state":"intended","sent_at":null,"ended_at":null}]"#;
    let steps = Steps::read(both, &id("vm")).unwrap();
    assert_eq!(steps.left(), Some(ServerState::Stopped));
    assert_eq!(steps.current().unwrap().change, power(PowerCall::Start).change);
    for broken in ["", "{}", r#"[{"state":"sent","sent_at":1,"ended_at":null}]"#] {
        assert_eq!(Steps::read(broken, &id("vm")), None, "{broken}");
    }
}

#[test]
fn what_one_request_makes_the_next_is_about() {
    let reserve = AddressChange::Create { name: None, billing_account: None };
    let assign = |address| AddressChange::Assign { id: id(address), to: AssignTo::Server(id("vm")) };
    let drafts = || {
        vec![
            StepDraft { change: Change::Address(reserve.clone()), uses_made: false },
            StepDraft { change: Change::Address(assign("")), uses_made: true },
        ]
    };
    let mut steps = Steps::of(drafts());
    steps.send(Timestamp(1)).unwrap();
    steps.accept(Some(id("10.0.0.1")), None).unwrap();
    steps.answer(OperationState::Succeeded, Timestamp(2)).unwrap();
    assert!(!steps.lacks_made());
    assert_eq!(steps.send(Timestamp(3)), Ok(Change::Address(assign("10.0.0.1"))));
    assert_eq!(steps.made(), Some(&id("10.0.0.1")));

    let mut steps = Steps::of(drafts());
    steps.send(Timestamp(1)).unwrap();
    steps.accept(None, None).unwrap();
    let unnamed = steps.clone();
    steps.find(id("10.0.0.2")).unwrap();
    steps.answer(OperationState::Succeeded, Timestamp(2)).unwrap();
    assert_eq!(steps.send(Timestamp(3)), Ok(Change::Address(assign("10.0.0.2"))), "found by reading");

    let mut steps = unnamed;
    steps.answer(OperationState::Succeeded, Timestamp(2)).unwrap();
    assert!(steps.lacks_made());
    assert_eq!(steps.send(Timestamp(3)), Err(Impossible), "about nothing, nothing is sent");
}

#[test]
fn without_requests_it_has_succeeded() {
    assert_eq!(Steps::of(Vec::new()).overall(), OperationState::Succeeded);
}
