//! Opens a stored key for a call, and writes down when one does not open.

use providers::Credential;
use serde_json::json;

use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::db::credentials::StoredCredential;
use crate::error::Result;

impl Backend {
    /// The key of `row`, ready for a call. A key that does not open was changed by other hands: that is audited, and nothing is sent.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn open_credential(&self, row: &StoredCredential) -> Result<Credential> {
        match self.vault().open_credential(row) {
            Ok(credential) => Ok(credential),
            Err(why) => {
                let entry = Entry::by_skydeck("credential.open", row.id)
                    .in_team(row.team)
                    .detail(json!({ "why": why.to_string() }))
                    .result("failed");
                let mut tx = self.db().write().await?;
                record(&mut tx, self.vault(), self.now(), entry).await?;
                tx.commit().await?;
                Err(why.into())
            }
        }
    }
}
