//! Settling a change whose outcome is not known.

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
}
