//! The state machine of an operation: its requests, each sent at most once, and what they add up to. Pure; the journal
//! stores it.

use domain::Timestamp;
use domain::change::{Change, ServerChange};
use domain::ids::ProviderResourceId;
use domain::operation::OperationState;
use domain::power::PowerCall;
use domain::server::ServerState;
use domain::view::OperationStep;
use serde::{Deserialize, Serialize};

use super::task::StepDraft;
use super::{made, words};

/// One request of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Step {
    /// What is sent; once it was sent, exactly as it was.
    pub(crate) change: Change,
    /// The id in the change is still to be replaced by that of what the step before makes.
    pub(crate) uses_made: bool,
    /// Where it stands.
    pub(crate) state: OperationState,
    /// When it was sent.
    pub(crate) sent_at: Option<Timestamp>,
    /// When it ended.
    pub(crate) ended_at: Option<Timestamp>,
    /// When the wait for its answer or for its goal ended without one, so that nobody knew what became of it: from then on,
    /// and not from when it was sent, a server in its old state begins to tell something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lost_at: Option<Timestamp>,
    /// The provider answered that it took it on: it may happen late, but it is never certain not to.
    pub(crate) accepted: bool,
    /// What it made, once that is known.
    pub(crate) made: Option<ProviderResourceId>,
    /// What else the provider told, for people.
    pub(crate) note: Option<String>,
}

/// A request as journals have it, older ones too.
#[derive(Deserialize)]
struct Stored {
    change: Option<Change>,
    /// Journals that knew power alone have the call, and the server beside the steps.
    call: Option<PowerCall>,
    #[serde(default)]
    uses_made: bool,
    state: OperationState,
    sent_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    /// Older journals do not have it.
    lost_at: Option<Timestamp>,
    #[serde(default)]
    accepted: bool,
    made: Option<ProviderResourceId>,
    note: Option<String>,
}

/// The requests of an operation, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Steps(Vec<Step>);

/// The move is not one that the state machine knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an operation cannot go this way from where it stands")]
pub(crate) struct Impossible;

impl Steps {
    /// Nothing of it sent yet.
    pub(crate) fn of(drafts: Vec<StepDraft>) -> Self {
        let step = |draft: StepDraft| Step {
            change: draft.change,
            uses_made: draft.uses_made,
            state: OperationState::Intended,
            sent_at: None,
            ended_at: None,
            lost_at: None,
            accepted: false,
            made: None,
            note: None,
        };
        Self(drafts.into_iter().map(step).collect())
    }

    /// As stored. `server` is the server that older journals name beside the steps.
    pub(crate) fn read(text: &str, server: &ProviderResourceId) -> Option<Self> {
        let step = |stored: Stored| {
            let power = |call| Change::Server(ServerChange::Power { id: server.clone(), call });
            let change = stored.change.or_else(|| stored.call.map(power))?;
            let Stored { uses_made, state, sent_at, ended_at, lost_at, accepted, made, note, .. } = stored;
            Some(Step { change, uses_made, state, sent_at, ended_at, lost_at, accepted, made, note })
        };
        let stored: Vec<Stored> = serde_json::from_str(text).ok()?;
        stored.into_iter().map(step).collect::<Option<_>>().map(Self)
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
    pub(crate) fn send(&mut self, at: Timestamp) -> Result<Change, Impossible> {
        if !matches!(self.overall(), OperationState::Intended | OperationState::Sent) {
            return Err(Impossible);
        }
        let made = self.made_before();
        let step = self.step_in(OperationState::Intended)?;
        if step.uses_made {
            step.change = made::about(step.change.clone(), &made.ok_or(Impossible)?);
        }
        step.uses_made = false;
        step.state = OperationState::Sent;
        step.sent_at = Some(at);
        Ok(step.change.clone())
    }

    /// The provider took on the request that is on its way, and told this of what it made and else.
    pub(crate) fn accept(
        &mut self,
        made: Option<ProviderResourceId>,
        note: Option<String>,
    ) -> Result<(), Impossible> {
        let step = self.step_in(OperationState::Sent)?;
        step.accepted = true;
        step.made = made;
        step.note = note;
        Ok(())
    }

    /// Reading found what the request that is under way made.
    pub(crate) fn find(&mut self, made: ProviderResourceId) -> Result<(), Impossible> {
        let step = self.0.iter_mut().find(|step| step.state != OperationState::Succeeded);
        let step = step.filter(|step| matches!(step.state, OperationState::Sent | OperationState::Unknown));
        step.ok_or(Impossible)?.made.get_or_insert(made);
        Ok(())
    }

    /// What the latest request that succeeded made.
    fn made_before(&self) -> Option<ProviderResourceId> {
        self.0.iter().rev().find(|step| step.state == OperationState::Succeeded)?.made.clone()
    }

    /// Whether the next request is about something whose id nobody knows.
    pub(crate) fn lacks_made(&self) -> bool {
        self.current().is_some_and(|step| step.uses_made) && self.made_before().is_none()
    }

    /// Whether a request that was not sent yet needs something that no journal holds.
    pub(crate) fn needs_secret(&self) -> bool {
        let waiting = |step: &&Step| step.state == OperationState::Intended;
        self.0.iter().filter(waiting).any(|step| made::needs_secret(&step.change))
    }

    /// Whether a request has been sent.
    pub(crate) fn begun(&self) -> bool {
        self.0.iter().any(|step| step.sent_at.is_some())
    }

    /// The requests that have succeeded.
    pub(crate) fn done(&self) -> impl Iterator<Item = &Step> {
        self.0.iter().filter(|step| step.state == OperationState::Succeeded)
    }

    /// When the latest of the requests that have succeeded ended.
    pub(crate) fn last_end(&self) -> Option<Timestamp> {
        self.done().filter_map(|step| step.ended_at).max()
    }

    /// The requests that were never sent.
    pub(crate) fn unsent(&self) -> impl Iterator<Item = &Step> {
        self.0.iter().filter(|step| step.sent_at.is_none() && step.state != OperationState::Succeeded)
    }

    /// The state in which the latest request that succeeded and switches the server left it.
    pub(crate) fn left(&self) -> Option<ServerState> {
        let state = |step: &Step| match step.change {
            Change::Server(ServerChange::Power { call, .. }) => Some(match call {
                PowerCall::Start | PowerCall::Restart => ServerState::Running,
                PowerCall::Stop | PowerCall::ForceStop => ServerState::Stopped,
            }),
            _ => None,
        };
        self.done().filter_map(state).last()
    }

    /// What was made as a whole: by the latest request that made something.
    pub(crate) fn made(&self) -> Option<&ProviderResourceId> {
        self.0.iter().rev().find_map(|step| step.made.as_ref())
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

    /// What the next request was to do has come about without it, so it is not sent. Not the first of an operation: one that
    /// did nothing at all did not succeed.
    pub(crate) fn pass(&mut self, at: Timestamp) -> Result<(), Impossible> {
        if self.overall() != OperationState::Sent {
            return Err(Impossible);
        }
        self.end(OperationState::Intended, OperationState::Succeeded, at)
    }

    /// Whether there is a next request and nothing is on its way.
    pub(crate) fn waits(&self) -> bool {
        let mut open = self.0.iter().filter(|step| step.state != OperationState::Succeeded);
        self.current().is_some() && open.all(|step| step.state == OperationState::Intended)
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
        if end == OperationState::Unknown {
            step.lost_at = Some(at);
        } else {
            step.ended_at = Some(at);
        }
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
            label: words::label(&step.change).to_owned(),
            state: step.state,
            sent_at: step.sent_at,
            ended_at: step.ended_at,
        };
        self.0.iter().map(view).collect()
    }
}

#[cfg(test)]
mod tests;
