//! A person takes back what was confirmed and is not sent yet.

use domain::ids::OperationId;
use domain::{DomainError, ErrorKind};

use super::journal::By;
use super::{Operations, to_its_end, words};
use crate::access::TeamScope;
use crate::actor::Actor;
use crate::db::operations::Operation;
use crate::error::Result;

impl Operations {
    /// Ends an operation before its next request is sent. Its row is stored only if nothing was stored meanwhile, so either
    /// this is or that the request leaves, never both.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when a request is on its way or everything has ended.
    pub(crate) async fn take_back(
        &self,
        actor: &Actor,
        scope: TeamScope,
        id: OperationId,
    ) -> Result<Operation> {
        loop {
            let mut operation = self.get(scope, id).await?;
            if operation.steps.abandon(self.0.parts.clock.now()).is_err() {
                return Err(DomainError::new(ErrorKind::Conflict, words::too_late(&operation)).into());
            }
            operation.message = words::taken_back(&operation, &actor.session.name);
            let (operations, actor) = (self.clone(), actor.clone());
            let stored = to_its_end(async move {
                let stored = operations.store(&mut operation, By::Person(&actor)).await?;
                if stored {
                    operations.0.waits.forget(operation.id);
                }
                if stored && operation.steps.begun() {
                    operations.read_anew(&operation);
                }
                Ok(stored.then_some(operation))
            });
            // Moved on meanwhile: it stands elsewhere now.
            if let Some(operation) = stored.await? {
                return Ok(operation);
            }
        }
    }

    /// Whether an operation still binds its server: nobody took it back while it waited.
    pub(super) fn is_open(&self, operation: &Operation) -> bool {
        self.open_on(&operation.server).is_some_and(|open| open.id == operation.id)
    }
}
