//! Settling a change whose outcome is not known.

use domain::ids::OperationId;
use domain::view::OperationRow;

use super::ServerPower;
use crate::error::Result;
use crate::operations::row;

impl ServerPower<'_> {
    /// Reads the server now, and settles the operation if that makes it clear.
    ///
    /// # Errors
    /// `NotFound` when the team has no such operation; the provider's error when it cannot be read.
    pub async fn check_now(&self, operation: OperationId) -> Result<OperationRow> {
        self.backend.operations().check_now(self.scope, operation).await.map(row)
    }

    /// Takes the person's word for what happened.
    ///
    /// # Errors
    /// `NotFound` when the team has no such operation; `Conflict` when it is settled already.
    pub async fn settle(&self, operation: OperationId, happened: bool) -> Result<OperationRow> {
        self.backend.operations().settle(self.actor, self.scope, operation, happened).await.map(row)
    }
}
