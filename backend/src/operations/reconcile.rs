//! Settles operations whose outcome is not known by reading, patiently and gently.

use std::time::Duration;

use domain::operation::OperationState;
use domain::server::ServerState;
use tokio::time::Instant;

use super::judge::{Seen, Verdict, judge};
use super::{Operations, words};
use crate::access::TeamScope;
use crate::db::operations::{self, Operation};
use crate::inventory::ReadProblem;

impl Operations {
    /// Reads the server until the outcome is clear, a person is needed, or someone else settled it.
    pub(super) async fn reconcile(self, operation: Operation) {
        let (scope, id) = (TeamScope::of_own_row(operation.team), operation.id);
        let pace = *self.pace();
        let mut pause = pace.reconcile_every;
        let mut unmoved = 0;
        while self.pause(pause).await {
            pause = pause.mul_f64(1.3).min(pace.reconcile_max);
            let operation = match operations::get(self.0.parts.db.read(), scope, id).await {
                Ok(Some(operation)) => operation,
                Ok(None) => return,
                Err(error) => {
                    tracing::warn!(operation = %id, %error, "the journal could not be read");
                    continue;
                }
            };
            if operation.state() != OperationState::Unknown || operation.needs_person {
                return;
            }
            match self.0.inventory.read_server(&operation.server).await {
                Ok(server) => {
                    let before = state_before(&operation);
                    unmoved = if server.state == before { unmoved + 1 } else { 0 };
                    self.judge_and_store(operation, &server.state, unmoved).await;
                }
                Err(ReadProblem::Wait(until)) => {
                    pause = pause.max(until.saturating_duration_since(Instant::now()));
                }
                Err(ReadProblem::Database(error)) => {
                    let cause = error.cause();
                    tracing::warn!(operation = %id, cause, "a server could not be read, for the database failed");
                }
                Err(ReadProblem::NoWay(why)) => return self.ask(operation, &why).await,
                Err(ReadProblem::Provider(error)) if error.is_gone() => {
                    return self.ask(operation, "the server does not exist any more.").await;
                }
                // The provider is down: nothing is learnt, and nothing settles by waiting alone.
                Err(ReadProblem::Provider(_)) => unmoved = 0,
            }
        }
    }

    /// Judges by one reading and stores what follows. Returns the operation as it stands then.
    pub(super) async fn judge_and_store(
        &self,
        mut operation: Operation,
        now: &ServerState,
        unmoved: u32,
    ) -> Operation {
        let Some(step) = operation.steps.current().cloned() else { return operation };
        let at = self.0.parts.clock.now();
        let since_sent = step.sent_at.map_or(Duration::ZERO, |sent| {
            Duration::from_millis(u64::try_from(at.since_ms(sent)).unwrap_or_default())
        });
        let before = state_before(&operation);
        let seen = Seen { call: step.call, before: &before, now, since_sent, unmoved };
        let done_before = operation.steps.all().iter().any(|step| step.state == OperationState::Succeeded);
        let rest = operation.steps.all().iter().any(|step| step.state == OperationState::Intended);
        let (happened, message) = match judge(&seen, self.pace()) {
            Verdict::Wait => return operation,
            Verdict::AskPerson(why) => {
                self.ask(operation.clone(), &why).await;
                operation.message = words::ask(step.call, &why);
                operation.needs_person = true;
                return operation;
            }
            Verdict::Happened => (true, words::confirmed(now, rest)),
            Verdict::DidNot => (false, words::did_not_happen(step.call, now, done_before)),
        };
        if operation.steps.settle(happened, at).is_ok() {
            operation.message = message;
            self.store_outcome(&mut operation).await;
            self.0.inventory.refresh(operation.team, Some(&operation.server));
        }
        operation
    }

    /// Leaves it to a person.
    async fn ask(&self, mut operation: Operation, why: &str) {
        let Some(call) = operation.steps.current().map(|step| step.call) else { return };
        if operation.needs_person {
            return;
        }
        operation.needs_person = true;
        operation.message = words::ask(call, why);
        self.store_outcome(&mut operation).await;
    }
}

/// The state in which the request in question found the server: the second of two found what the first had left.
fn state_before(operation: &Operation) -> ServerState {
    let second = operation.steps.all().iter().any(|step| step.state == OperationState::Succeeded);
    if second { ServerState::Stopped } else { operation.before.clone() }
}
