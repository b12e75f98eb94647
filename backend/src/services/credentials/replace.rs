//! Puts another key into a credential: same row, same servers, new key.

use domain::credential::CredentialHealth;
use domain::error::{DomainError, ErrorKind};
use domain::ids::CredentialId;
use domain::view::KeyCheck;
use providers::Credential;
use secrecy::SecretString;
use serde_json::json;

use super::CredentialManager;
use super::add::trimmed;
use crate::audit::{Entry, record};
use crate::db::credentials::{self, StoredCredential};
use crate::error::Result;

impl CredentialManager<'_> {
    /// Tries the new key at the same address, then seals it in place of the old one.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` beside `key`, also when it opens another account; `ProviderUnavailable`; `Conflict` when the
    /// old key does not open, and while operations are open that reading with the new key could settle wrongly. The old
    /// key stays then.
    pub async fn replace(&self, id: CredentialId, key: SecretString) -> Result<KeyCheck> {
        let key = trimmed(&key)?;
        let old = self.find(id).await?;
        // The old key is bound to its address: only if it opens is the address the one that a person confirmed.
        let Ok(in_use) = self.backend.open_credential(&old).await else {
            return Err(DomainError::new(
                ErrorKind::Conflict,
                "The stored key does not open, so its row may have been changed outside of Skydeck. The new key was \
                 sent nowhere and nothing was changed. Remove this key and add it again.",
            )
            .into());
        };
        let fingerprint = self.backend.vault().fingerprint(&key)?;
        let endpoint = in_use.endpoint.clone();
        let probed = self.backend.probe(&Credential { endpoint, key, id: id.to_string() }, false).await?;
        let compared = self.backend.compare((&old, &in_use), &probed, &fingerprint.hash).await;
        let now = self.backend.now();
        let key_version = old.key_version + 1;
        let row = StoredCredential {
            base_url: probed.credential.endpoint.base_url.to_string(),
            scheme: probed.credential.endpoint.scheme,
            sealed_key: self.backend.vault().seal_credential(
                id,
                old.team,
                &probed.credential,
                key_version,
            )?,
            key_version,
            fingerprint: fingerprint.hash,
            last_four: fingerprint.last_four,
            account: probed.account,
            health: CredentialHealth::Working { checked_at: now },
            key_since: now,
            ..old.clone()
        };
        let mut tx = self.backend.db().write().await?;
        let open = credentials::open_operations(tx.conn(), id).await?;
        let kept = self.backend.marks().team(old.team).kept_of(id);
        compared.admit(&open, !kept.is_nothing())?;
        if !credentials::replace_key(tx.conn(), self.scope, &row, old.key_version).await? {
            return Err(DomainError::new(
                ErrorKind::Conflict,
                "Someone else replaced or removed this key meanwhile. Nothing was changed; look again.",
            )
            .into());
        }
        let entry = Entry::by(self.actor, "credential.replace", id).detail(json!({
            "label": row.label, "old": old.fingerprint, "new": row.fingerprint,
        }));
        record(&mut tx, self.backend.vault(), now, entry).await?;
        let label = row.label.clone();
        self.backend.commit_changed(tx, row).await?;
        Ok(KeyCheck { credential: id, label, summary: probed.summary })
    }

    /// One of the team's credentials.
    pub(super) async fn find(&self, id: CredentialId) -> Result<StoredCredential> {
        credentials::get(self.backend.db().read(), self.scope, id)
            .await?
            .ok_or_else(|| DomainError::not_found("key").into())
    }
}
