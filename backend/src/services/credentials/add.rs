//! Adds a key after it was tried.

use domain::credential::CredentialHealth;
use domain::error::{DomainError, ErrorKind};
use domain::ids::CredentialId;
use domain::validate;
use domain::view::KeyCheck;
use providers::credential::Endpoint;
use providers::{Credential, endpoint};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::{CredentialManager, NewCredential};
use crate::audit::{Entry, record};
use crate::db::credentials::{self, StoredCredential};
use crate::error::{BackendError, Result};

/// The key without the white space that comes with pasting.
pub(super) fn trimmed(key: &SecretString) -> Result<SecretString> {
    Ok(SecretString::from(validate::api_key(key.expose_secret())?))
}

/// Keys that one team may hold; a refresh round touches all of them.
const MOST: usize = 100;

impl CredentialManager<'_> {
    /// Tries the key by a read call, then seals and stores it.
    ///
    /// # Errors
    /// `Invalid` beside `label`, `key` or `base_url`; `ProviderUnavailable` when the provider does not answer. Nothing is stored then.
    pub async fn add(&self, new: NewCredential) -> Result<KeyCheck> {
        let label = validate::credential_label(&new.label)?;
        let key = trimmed(&new.key)?;
        let endpoint = self.endpoint(&new)?;
        let own_address = new.base_url.as_deref().is_some_and(|url| !url.trim().is_empty());
        let fingerprint = self.backend.vault().fingerprint(&key)?;
        self.check_room(&label, &new, &fingerprint.hash).await?;

        let id = CredentialId(uuid::Uuid::new_v4());
        let given = Credential { endpoint, key, id: id.to_string() };
        let probed = self.backend.probe(&given, own_address).await?;
        let now = self.backend.now();
        let team = self.scope.team();
        let row = StoredCredential {
            id,
            team,
            brand: new.brand,
            label: label.clone(),
            base_url: probed.credential.endpoint.base_url.to_string(),
            scheme: probed.credential.endpoint.scheme,
            sealed_key: self.backend.vault().seal_credential(id, team, &probed.credential, 1)?,
            key_version: 1,
            fingerprint: fingerprint.hash,
            last_four: fingerprint.last_four,
            account: probed.account,
            health: CredentialHealth::Working { checked_at: now },
            added_by: self.actor.session.name.clone(),
            created_at: now,
            key_since: now,
        };
        self.store(row).await?;
        Ok(KeyCheck { credential: id, label, summary: probed.summary })
    }

    /// Where the key goes, by the operator's rules.
    fn endpoint(&self, new: &NewCredential) -> Result<Endpoint> {
        let text = new.base_url.as_deref().unwrap_or_default().trim();
        let options = self.backend.registry().options();
        let own = endpoint::default_endpoint(new.brand, options);
        if let (Some(own), true) = (&own, text.is_empty()) {
            return Ok(own.clone());
        }
        if !self.backend.config().custom_base_urls {
            return Err(DomainError::invalid(
                "base_url",
                "This installation does not allow other addresses. Its operator can, with the setting for custom base URLs.",
            )
            .into());
        }
        if own.is_some() {
            // A key typed for one provider never goes to another's address (F1).
            let name = new.brand.name();
            let message =
                format!("{name} has an address of its own. Leave this empty, or choose another provider.");
            return Err(DomainError::invalid("base_url", message).into());
        }
        let base_url = endpoint::check_base_url(new.brand, text, options)?;
        Ok(Endpoint { brand: new.brand, base_url, scheme: endpoint::first_scheme(new.brand) })
    }

    /// Whether the team has room for it and does not have it already. Asked before the provider is.
    async fn check_room(&self, label: &str, new: &NewCredential, fingerprint: &str) -> Result<()> {
        let rows = credentials::list_by_team(self.backend.db().read(), self.scope).await?;
        if rows.len() >= MOST {
            return Err(DomainError::new(
                ErrorKind::Conflict,
                format!("A team can hold {MOST} keys. Remove one first."),
            )
            .into());
        }
        if rows.iter().any(|row| row.label == label) {
            return Err(label_taken());
        }
        match rows.iter().find(|row| row.brand == new.brand && row.fingerprint == fingerprint) {
            Some(row) => Err(DomainError::invalid(
                "key",
                format!("Your team already has this key, under the name “{}”.", row.label),
            )
            .into()),
            None => Ok(()),
        }
    }

    async fn store(&self, row: StoredCredential) -> Result<()> {
        let mut tx = self.backend.db().write().await?;
        match credentials::insert(tx.conn(), &row).await {
            // Two people added the same label at the same time.
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => return Err(label_taken()),
            outcome => outcome?,
        }
        let entry = Entry::by(self.actor, "credential.add", row.id).detail(json!({
            "brand": row.brand.slug(), "label": row.label, "base_url": row.base_url, "fingerprint": row.fingerprint,
        }));
        record(&mut tx, self.backend.vault(), self.backend.now(), entry).await?;
        self.backend.commit_changed(tx, row).await
    }
}

fn label_taken() -> BackendError {
    DomainError::invalid("label", "Your team already has a key of this name.").into()
}
