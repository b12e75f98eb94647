//! The state machine of an operation: its requests, each sent at most once, and what they add up to. Pure; the journal stores it.

use domain::Timestamp;
use domain::operation::OperationState;
use domain::power::{PowerAction, PowerCall};
use domain::view::OperationStep;
use serde::{Deserialize, Serialize};

/// One request of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Step {
    /// What is sent.
    pub(crate) call: PowerCall,
    /// Where it stands.
    pub(crate) state: OperationState,
    /// When it was sent.
    pub(crate) sent_at: Option<Timestamp>,
    /// When it ended.
    pub(crate) ended_at: Option<Timestamp>,
    /// The provider answered that it took it on: it may happen late, but it is never certain not to.
    #[serde(default)]
    pub(crate) accepted: bool,
}

/// The requests of an operation, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Steps(Vec<Step>);

/// The move is not one that the state machine knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an operation cannot go this way from where it stands")]
pub(crate) struct Impossible;

impl Steps {
    /// What `action` needs: one request, or a stop and a start where the platform has no restart.
    pub(crate) fn of(action: PowerAction, has_restart_call: bool) -> Self {
        let calls: &[PowerCall] = match action {
            PowerAction::Start => &[PowerCall::Start],
            PowerAction::Stop => &[PowerCall::Stop],
            PowerAction::ForceStop => &[PowerCall::ForceStop],
            PowerAction::Restart if has_restart_call => &[PowerCall::Restart],
            PowerAction::Restart => &[PowerCall::Stop, PowerCall::Start],
        };
        let step = |call: &PowerCall| Step {
            call: *call,
            state: OperationState::Intended,
            sent_at: None,
            ended_at: None,
            accepted: false,
        };
        Self(calls.iter().map(step).collect())
    }

    /// All requests.
    pub(crate) fn all(&self) -> &[Step] {
        &self.0
    }

    /// The request that comes next or is under way: the first that has not succeeded.
    pub(crate) fn current(&self) -> Option<&Step> {
        self.0.iter().find(|step| step.state != OperationState::Succeeded)
    }

    /// Where the operation stands as a whole.
    pub(crate) fn overall(&self) -> OperationState {
        let any = |state| self.0.iter().any(|step| step.state == state);
        let all = |state| self.0.iter().all(|step| step.state == state);
        if any(OperationState::Failed) {
            OperationState::Failed
        } else if any(OperationState::Unknown) {
            OperationState::Unknown
        } else if all(OperationState::Succeeded) {
            OperationState::Succeeded
        } else if all(OperationState::Intended) {
            OperationState::Intended
        } else {
            OperationState::Sent
        }
    }

    /// The next request is about to be sent. Has to be stored before a byte leaves.
    pub(crate) fn send(&mut self, at: Timestamp) -> Result<PowerCall, Impossible> {
        if !matches!(self.overall(), OperationState::Intended | OperationState::Sent) {
            return Err(Impossible);
        }
        let step = self.step_in(OperationState::Intended)?;
        step.state = OperationState::Sent;
        step.sent_at = Some(at);
        Ok(step.call)
    }

    /// The provider took on the request that is on its way.
    pub(crate) fn accept(&mut self) -> Result<(), Impossible> {
        self.step_in(OperationState::Sent)?.accepted = true;
        Ok(())
    }

    /// How the request that is on its way ended: succeeded, failed or unknown.
    pub(crate) fn answer(&mut self, end: OperationState, at: Timestamp) -> Result<(), Impossible> {
        if !OperationState::Sent.may_become(end) {
            return Err(Impossible);
        }
        self.end(OperationState::Sent, end, at)
    }

    /// What became of the request whose outcome was not known. Requests behind it are not sent any more:
    /// nobody waits for them by now.
    pub(crate) fn settle(&mut self, happened: bool, at: Timestamp) -> Result<(), Impossible> {
        let end = if happened { OperationState::Succeeded } else { OperationState::Failed };
        self.end(OperationState::Unknown, end, at)?;
        self.abandon_rest(at);
        Ok(())
    }

    /// Nothing more is sent.
    pub(crate) fn abandon(&mut self, at: Timestamp) -> Result<(), Impossible> {
        if self.0.iter().any(|step| matches!(step.state, OperationState::Sent | OperationState::Unknown)) {
            return Err(Impossible);
        }
        if self.current().is_none_or(|step| step.state != OperationState::Intended) {
            return Err(Impossible);
        }
        self.abandon_rest(at);
        Ok(())
    }

    fn abandon_rest(&mut self, at: Timestamp) {
        for step in self.0.iter_mut().filter(|step| step.state == OperationState::Intended) {
            step.state = OperationState::Failed;
            step.ended_at = Some(at);
        }
    }

    fn end(&mut self, from: OperationState, end: OperationState, at: Timestamp) -> Result<(), Impossible> {
        let step = self.step_in(from)?;
        step.state = end;
        step.ended_at = (end != OperationState::Unknown).then_some(at);
        // What follows a failed request is not sent.
        if end == OperationState::Failed {
            self.abandon_rest(at);
        }
        Ok(())
    }

    /// The first request that has not succeeded, if it stands at `state`.
    fn step_in(&mut self, state: OperationState) -> Result<&mut Step, Impossible> {
        let step = self.0.iter_mut().find(|step| step.state != OperationState::Succeeded);
        step.filter(|step| step.state == state).ok_or(Impossible)
    }

    /// As people see them.
    pub(crate) fn view(&self) -> Vec<OperationStep> {
        let view = |step: &Step| OperationStep {
            label: label(step.call).to_owned(),
            state: step.state,
            sent_at: step.sent_at,
            ended_at: step.ended_at,
        };
        self.0.iter().map(view).collect()
    }
}

/// A request on a list of steps.
pub(crate) const fn label(call: PowerCall) -> &'static str {
    match call {
        PowerCall::Start => "Start",
        PowerCall::Stop => "Stop",
        PowerCall::ForceStop => "Force stop",
        PowerCall::Restart => "Restart",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Copy, Debug)]
    enum Move {
        Send,
        Accept,
        Answer(OperationState),
        Settle(bool),
        Abandon,
    }

    fn moves() -> impl Strategy<Value = Move> {
        prop_oneof![
            Just(Move::Send),
            Just(Move::Accept),
            prop::sample::select(OperationState::ALL.to_vec()).prop_map(Move::Answer),
            any::<bool>().prop_map(Move::Settle),
            Just(Move::Abandon),
        ]
    }

    proptest! {
        /// Whatever happens in whatever order: no request is sent twice, ends are final, and the whole only
        /// moves as `security.md` I3 draws it.
        #[test]
        fn i3_every_path_stays_on_the_map(
            action in prop::sample::select(PowerAction::ALL.to_vec()),
            one_call in any::<bool>(),
            moves in prop::collection::vec(moves(), 0..24),
        ) {
            let mut steps = Steps::of(action, one_call);
            let mut sends = vec![0; steps.all().len()];
            for (at, each) in (0..).zip(moves) {
                let before = steps.clone();
                let at = Timestamp(at);
                let moved = match each {
                    Move::Send => steps.send(at).map(|_| ()),
                    Move::Accept => steps.accept(),
                    Move::Answer(end) => steps.answer(end, at),
                    Move::Settle(happened) => steps.settle(happened, at),
                    Move::Abandon => steps.abandon(at),
                };
                if moved.is_err() {
                    prop_assert_eq!(&steps, &before, "a refused move changes nothing");
                }
                let (from, to) = (before.overall(), steps.overall());
                prop_assert!(from == to || from.may_become(to), "{:?} -> {:?}", from, to);
                for ((old, new), sends) in before.all().iter().zip(steps.all()).zip(&mut sends) {
                    prop_assert!(old.state == new.state || old.state.may_become(new.state));
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
        let mut steps = Steps::of(PowerAction::Restart, false);
        assert_eq!(steps.send(Timestamp(1)), Ok(PowerCall::Stop));
        assert_eq!(steps.send(Timestamp(2)), Err(Impossible), "the stop is still on its way");
        steps.answer(OperationState::Succeeded, Timestamp(3)).unwrap();
        assert_eq!(steps.overall(), OperationState::Sent);
        assert_eq!(steps.send(Timestamp(4)), Ok(PowerCall::Start));
        steps.answer(OperationState::Failed, Timestamp(5)).unwrap();
        assert_eq!(steps.overall(), OperationState::Failed);
    }

    #[test]
    fn after_an_unknown_stop_no_start_is_sent() {
        let mut steps = Steps::of(PowerAction::Restart, false);
        steps.send(Timestamp(1)).unwrap();
        steps.answer(OperationState::Unknown, Timestamp(2)).unwrap();
        steps.settle(true, Timestamp(3)).unwrap();
        assert_eq!(steps.overall(), OperationState::Failed, "it was not started again");
        assert_eq!(steps.send(Timestamp(4)), Err(Impossible));
    }

    #[test]
    fn steps_survive_the_journal() {
        let mut steps = Steps::of(PowerAction::Restart, false);
        steps.send(Timestamp(1)).unwrap();
        steps.accept().unwrap();
        let text = serde_json::to_string(&steps).unwrap();
        assert_eq!(serde_json::from_str::<Steps>(&text).unwrap(), steps);
    }

    /// A row of an installation that is older than the present code.
    #[test]
    fn steps_of_older_journals_are_read() {
        let text = r#"[{"call":"force-stop","state":"unknown","sent_at":1,"ended_at":null}]"#;
        let steps: Steps = serde_json::from_str(text).unwrap();
        assert_eq!((steps.all()[0].call, steps.all()[0].accepted), (PowerCall::ForceStop, false));
    }
}
