//! Settles operations whose outcome is not known by reading, patiently and gently.

use std::time::Duration;

use domain::operation::OperationState;
use domain::power::PowerCall;
use domain::server::ServerState;
use tokio::time::Instant;

use super::judge::{Seen, Verdict, judge};
use super::{Operations, words};
use crate::access::TeamScope;
use crate::db::operations::{self, Operation};
use crate::inventory::ReadProblem;

impl Operations {
    /// Reads the server until the outcome is clear or someone else settled it. Once a person was asked, it goes on slowly:
    /// what a provider does late still settles it.
    pub(super) async fn reconcile(self, operation: Operation) {
        let (scope, id) = (TeamScope::of_own_row(operation.team), operation.id);
        let pace = *self.pace();
        let mut pause = if operation.needs_person { pace.asked_every } else { pace.reconcile_every };
        let mut unmoved = 0;
        while self.pause(pause).await {
            let operation = match operations::get(self.0.parts.db.read(), scope, id).await {
                Ok(Some(operation)) => operation,
                Ok(None) => return,
                Err(error) => {
                    tracing::warn!(operation = %id, %error, "the journal could not be read");
                    continue;
                }
            };
            if operation.state() != OperationState::Unknown {
                return;
            }
            pause = if operation.needs_person {
                if operation.steps.current().is_none_or(|step| step.call == PowerCall::Restart) {
                    // However long it is read, it looks the same.
                    return;
                }
                pace.asked_every
            } else {
                pause.mul_f64(1.3).min(pace.reconcile_max)
            };
            match self.0.inventory.read_server(&operation.server).await {
                Ok(server) => {
                    let before = state_before(&operation);
                    unmoved = if server.state == before { unmoved + 1 } else { 0 };
                    if let Some(mut next) = self.conclude(&operation, &server.state, unmoved) {
                        self.store_outcome(&mut next).await;
                        if !next.state().is_open() {
                            self.0.inventory.refresh(next.team, Some(&next.server));
                        }
                    }
                }
                Err(ReadProblem::Wait(until)) => {
                    pause = pause.max(until.saturating_duration_since(Instant::now()));
                }
                Err(ReadProblem::Database(error)) => {
                    let cause = error.cause();
                    tracing::warn!(operation = %id, cause, "a server could not be read, for the database failed");
                }
                // Another key may open the way again, and nothing is sent before.
                Err(ReadProblem::NoWay(why)) => self.ask(&operation, &why).await,
                Err(ReadProblem::Provider(error)) if error.is_gone() => {
                    self.ask(&operation, "the server does not exist any more.").await;
                }
                // The provider is down: nothing is learnt, and nothing settles by waiting alone.
                Err(ReadProblem::Provider(_)) => unmoved = 0,
            }
        }
    }

    /// The operation as one reading leaves it; `None` while nothing new follows from that.
    pub(super) fn conclude(
        &self,
        operation: &Operation,
        now: &ServerState,
        unmoved: u32,
    ) -> Option<Operation> {
        let mut next = operation.clone();
        let step = operation.steps.current()?;
        let at = self.0.parts.clock.now();
        let since_sent = step.sent_at.map_or(Duration::ZERO, |sent| {
            Duration::from_millis(u64::try_from(at.since_ms(sent)).unwrap_or_default())
        });
        let before = state_before(operation);
        let seen =
            Seen { call: step.call, before: &before, now, since_sent, unmoved, accepted: step.accepted };
        let done_before = operation.steps.all().iter().any(|step| step.state == OperationState::Succeeded);
        let rest = operation.steps.all().iter().any(|step| step.state == OperationState::Intended);
        let (happened, message) = match judge(&seen, self.pace()) {
            Verdict::Wait => return None,
            Verdict::AskPerson(why) => return asking(operation, &why),
            Verdict::Happened => (true, words::confirmed(now, rest)),
            Verdict::DidNot => (false, words::did_not_happen(step.call, now, done_before)),
        };
        next.steps.settle(happened, at).ok()?;
        next.message = message;
        Some(next)
    }

    /// Leaves it to a person.
    async fn ask(&self, operation: &Operation, why: &str) {
        if let Some(mut next) = asking(operation, why) {
            self.store_outcome(&mut next).await;
        }
    }
}

/// The operation with the question to a person; `None` when it was asked already.
fn asking(operation: &Operation, why: &str) -> Option<Operation> {
    let call = operation.steps.current()?.call;
    (!operation.needs_person).then(|| Operation {
        needs_person: true,
        message: words::ask(call, why),
        ..operation.clone()
    })
}

/// The state in which the request in question found the server: the second of two found what the first had left.
fn state_before(operation: &Operation) -> ServerState {
    let second = operation.steps.all().iter().any(|step| step.state == OperationState::Succeeded);
    if second { ServerState::Stopped } else { operation.before.clone() }
}
