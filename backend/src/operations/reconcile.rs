//! Settles operations whose outcome is not known by reading, patiently and gently.

use std::time::Duration;

use domain::operation::OperationState;
use tokio::time::Instant;

use super::goal::{Case, Goal, goal};
use super::judge::{Seen, Verdict, judge};
use super::sight::Sight;
use super::{Operations, words};
use crate::access::TeamScope;
use crate::db::operations::{self, Operation};
use crate::inventory::ReadProblem;

impl Operations {
    /// Reads until the outcome is clear or someone else settled it. Once a person was asked, it goes on slowly: what a
    /// provider does late still settles it.
    pub(super) async fn reconcile(self, operation: Operation) {
        let (scope, id) = (TeamScope::of_own_row(operation.team), operation.id);
        let pace = *self.pace();
        let mut pause = if operation.needs_person { pace.asked_every } else { pace.reconcile_every };
        let mut unmoved = 0;
        let mut blind = false;
        while self.pause(pause).await {
            let operation = match operations::get(self.0.parts.db.read(), scope, id).await {
                Ok(Some(operation)) => operation,
                Ok(None) => return,
                Err(error) => {
                    tracing::warn!(operation = %id, %error, "the journal could not be read");
                    continue;
                }
            };
            let Some(step) = operation.steps.current() else { return };
            if operation.state() != OperationState::Unknown {
                return;
            }
            pause = if operation.needs_person {
                // However long it is read, it looks the same.
                if blind {
                    return;
                }
                pace.asked_every
            } else {
                pause.mul_f64(1.3).min(pace.reconcile_max)
            };
            match self.look(&operation, step).await {
                Ok(sight) => {
                    let goal = stands(&operation, &sight);
                    blind = matches!(goal, Some(Goal::Blind { .. }));
                    unmoved = if matches!(goal, Some(Goal::Unmoved(_))) { unmoved + 1 } else { 0 };
                    if let Some(mut next) = self.conclude(&operation, goal, unmoved) {
                        self.store_outcome(&mut next).await;
                        if !next.state().is_open() {
                            self.read_anew(&next);
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
                    self.ask(&operation, "the server does not exist any more").await;
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
        goal: Option<Goal>,
        unmoved: u32,
    ) -> Option<Operation> {
        let step = operation.steps.current()?;
        let at = self.0.parts.clock.now();
        let since_lost = step.lost_at.or(step.sent_at).map_or(Duration::ZERO, |lost| {
            Duration::from_millis(u64::try_from(at.since_ms(lost)).unwrap_or_default())
        });
        let seen = Seen { goal: goal?, since_lost, unmoved, accepted: step.accepted };
        let mut next = operation.clone();
        let (happened, now) = match judge(seen, self.pace()) {
            Verdict::Wait => return None,
            Verdict::AskPerson(why) => return asking(operation, &why),
            Verdict::Happened(now, made) => {
                if let Some(made) = made {
                    next.steps.find(made).ok()?;
                }
                (true, now)
            }
            Verdict::DidNot(still) => (false, still),
        };
        next.made = next.steps.made().cloned();
        next.steps.settle(happened, at).ok()?;
        next.message =
            if happened { words::confirmed(&next, &now) } else { words::did_not_happen(&next, step, &now) };
        Some(next)
    }

    /// Leaves it to a person.
    async fn ask(&self, operation: &Operation, why: &str) {
        if let Some(mut next) = asking(operation, why) {
            self.store_outcome(&mut next).await;
        }
    }
}

/// Where the world stands after the request whose outcome is not known.
pub(super) fn stands(operation: &Operation, sight: &Sight) -> Option<Goal> {
    let step = operation.steps.current()?;
    // The second of two requests found what the first had left.
    let state_before = operation.steps.left().or_else(|| operation.before.state().cloned());
    Some(goal(&Case::new(step, &operation.before, state_before.as_ref()), sight))
}

/// The operation with the question to a person; `None` when it was asked already.
fn asking(operation: &Operation, why: &str) -> Option<Operation> {
    let step = operation.steps.current()?;
    (!operation.needs_person).then(|| Operation {
        needs_person: true,
        message: words::ask(step, why),
        ..operation.clone()
    })
}
