//! Removes a key for good.

use domain::error::{DomainError, ErrorKind};
use domain::ids::CredentialId;
use serde_json::json;

use super::CredentialManager;
use crate::audit::{Entry, record};
use crate::db::credentials;
use crate::error::Result;

impl CredentialManager<'_> {
    /// Removes the credential and its sealed key. Nothing changes at the provider.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` while an operation still needs the key.
    pub async fn remove(&self, id: CredentialId) -> Result<()> {
        let row = self.find(id).await?;
        let mut tx = self.backend.db().write().await?;
        let open = credentials::open_operations(tx.conn(), id).await?.len();
        if open > 0 {
            return Err(DomainError::new(
                ErrorKind::Conflict,
                format!(
                    "{open} {} with this key not settled yet. Wait for the end, or settle it under Activity. Nothing was removed.",
                    if open == 1 { "operation is" } else { "operations are" }
                ),
            )
            .into());
        }
        if !credentials::delete(tx.conn(), self.scope, id).await? {
            return Err(DomainError::not_found("key").into());
        }
        let entry = Entry::by(self.actor, "credential.remove", id).detail(json!({
            "brand": row.brand.slug(), "label": row.label, "fingerprint": row.fingerprint,
        }));
        record(&mut tx, self.backend.vault(), self.backend.now(), entry).await?;
        self.backend.commit_changed(tx, row).await
    }
}
