//! What a person can do about an outcome that is not known: have it read again, or say what happened.

use domain::ids::OperationId;
use domain::operation::OperationState;
use domain::policy::Verb;
use domain::{DomainError, ErrorKind};

use super::journal::By;
use super::reconcile::stands;
use super::{Operations, to_its_end, words};
use crate::access::TeamScope;
use crate::actor::Actor;
use crate::acts::act::Known;
use crate::db::operations::{self, Operation};
use crate::error::Result;
use crate::inventory::ReadProblem;

/// What it takes to do anything about an outcome that is not known.
pub(crate) const TO_CHECK: Verb = Verb::Power;

/// What it takes beside that to be believed: the right to ask for `act` itself, since a person's word frees the server for
/// the next change.
pub(crate) fn to_settle(act: &str) -> Verb {
    Known::find(act).map_or(Verb::Change, Known::right)
}

impl Operations {
    /// The team's operation of this id.
    pub(crate) async fn get(&self, scope: TeamScope, id: OperationId) -> Result<Operation> {
        let found = operations::get(self.0.parts.db.read(), scope, id).await?;
        found.ok_or_else(|| DomainError::not_found("operation").into())
    }

    /// Reads the server now and settles the operation if that makes it clear.
    pub(crate) async fn check_now(&self, scope: TeamScope, id: OperationId) -> Result<Operation> {
        let operation = self.get(scope, id).await?;
        if operation.state() != OperationState::Unknown {
            return Ok(operation);
        }
        let Some(step) = operation.steps.current() else { return Ok(operation) };
        match self.look(&operation, step).await {
            // One reading alone never shows that nothing happened.
            Ok(sight) => {
                if let Some(mut next) = self.conclude(&operation, stands(&operation, &sight), 0) {
                    let operations = self.clone();
                    // Tried once: whoever asked is told when it cannot be stored.
                    to_its_end(async move {
                        let stored = operations.store(&mut next, By::Skydeck).await?;
                        if stored && !next.state().is_open() {
                            operations.read_anew(&next);
                        }
                        Ok(())
                    })
                    .await?;
                }
                self.get(scope, id).await
            }
            Err(ReadProblem::Provider(error)) => Err(error.into()),
            Err(ReadProblem::Database(error)) => Err(error),
            Err(problem) => {
                Err(DomainError::new(ErrorKind::ProviderUnavailable, problem.public_message()).into())
            }
        }
    }

    /// Takes a person's word for what happened.
    pub(crate) async fn settle(
        &self,
        actor: &Actor,
        scope: TeamScope,
        id: OperationId,
        happened: bool,
    ) -> Result<Operation> {
        let mut operation = self.get(scope, id).await?;
        let settled = DomainError::new(ErrorKind::Conflict, "This operation is settled already.");
        if operation.state() != OperationState::Unknown {
            return Err(settled.into());
        }
        if operation.steps.settle(happened, self.0.parts.clock.now()).is_err() {
            return Err(settled.into());
        }
        operation.message = words::settled(&operation, &actor.session.name, happened);
        let (operations, actor) = (self.clone(), actor.clone());
        to_its_end(async move {
            if !operations.store(&mut operation, By::Person(&actor)).await? {
                return Err(settled.into());
            }
            operations.read_anew(&operation);
            Ok(operation)
        })
        .await
    }
}
