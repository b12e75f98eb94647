//! What a person can do about a change: settle one whose outcome is not known, take back one that was not sent.

use domain::error::{DomainError, ErrorKind};
use domain::ids::OperationId;
use domain::view::OperationRow;

use super::ServerPower;
use crate::error::Result;
use crate::operations::{row, to_settle};

impl ServerPower<'_> {
    /// Reads the server now, and settles the operation if that makes it clear.
    ///
    /// # Errors
    /// `NotFound` when the team has no such operation; the provider's error when it cannot be read.
    pub async fn check_now(&self, operation: OperationId) -> Result<OperationRow> {
        self.backend.operations().check_now(self.scope, operation).await.map(|known| row(self.actor, known))
    }

    /// Takes the person's word for what happened: of whoever could have asked for it, since it frees the server for the
    /// next change.
    ///
    /// # Errors
    /// `NotFound` when the team has no such operation; `Forbidden` when the role lacks the right of its act; `Conflict`
    /// when it is settled already.
    pub async fn settle(&self, operation: OperationId, happened: bool) -> Result<OperationRow> {
        let known = self.backend.operations().get(self.scope, operation).await?;
        self.backend.access(self.actor).require(to_settle(&known.act))?;
        let settled = self.backend.operations().settle(self.actor, self.scope, operation, happened).await?;
        Ok(row(self.actor, settled))
    }

    /// Takes back what was not sent yet of an operation, or of every operation of a batch. Gives how many were taken back.
    ///
    /// # Errors
    /// `NotFound` when the team has nothing of this id; `Forbidden` when the role lacks the right of its act; `Conflict`
    /// when everything of it was sent or has ended.
    pub async fn take_back(&self, id: OperationId) -> Result<u32> {
        let operations = self.backend.operations();
        let mut all = operations.batch(self.scope, id).await?;
        if all.is_empty() {
            all.push(operations.get(self.scope, id).await?);
        }
        for known in &all {
            self.backend.access(self.actor).require(to_settle(&known.act))?;
        }
        let (mut taken, mut refused) = (0, None);
        for known in all.iter().filter(|known| all.len() == 1 || known.state().is_open()) {
            match operations.take_back(self.actor, self.scope, known.id).await {
                Ok(_) => taken += 1,
                // The others of a batch may still wait.
                Err(error) if error.cause().is_none() => refused = Some(error),
                Err(error) => return Err(error),
            }
        }
        match refused.filter(|_| taken == 0) {
            _ if taken > 0 => Ok(taken),
            Some(why) if all.len() == 1 => Err(why),
            _ => Err(DomainError::new(
                ErrorKind::Conflict,
                "Everything of it was sent or has ended already. There is nothing left to take back.",
            )
            .into()),
        }
    }
}
