//! Changing a server's power, and settling a change whose outcome is not known.

use domain::ids::{OperationId, ServerKey};
use domain::power::PowerAction;
use domain::view::OperationRow;

use super::ServerPower;
use crate::error::Result;
use crate::operations::row;

impl ServerPower<'_> {
    /// Has `action` done to a server, once per operation id. Returns as soon as it is written down.
    ///
    /// # Errors
    /// `NotFound` when the team has no such server; `Conflict` when its state, the platform or another change forbids
    /// it, or the id belongs to another change.
    pub async fn run(
        &self,
        operation: OperationId,
        server: &ServerKey,
        action: PowerAction,
    ) -> Result<OperationRow> {
        let operations = self.backend.operations();
        operations.run(self.actor, self.scope, operation, (server, action)).await.map(row)
    }

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
