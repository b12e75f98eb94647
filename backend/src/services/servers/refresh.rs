//! Asking for a fresh read.

use domain::DomainError;
use domain::ids::ServerKey;

use super::ServerReader;
use crate::error::Result;

impl ServerReader<'_> {
    /// Has one server's source, or with `None` all of the team's, read soon. Open pages hear when something changed.
    ///
    /// # Errors
    /// `NotFound` when the team has no such server.
    pub async fn refresh(&self, server: Option<&ServerKey>) -> Result<()> {
        let inventory = self.backend.inventory();
        if let Some(key) = server
            && inventory.team(self.scope.team()).get(key).is_none()
        {
            return Err(DomainError::not_found("server").into());
        }
        inventory.refresh(self.scope.team(), server);
        Ok(())
    }
}
