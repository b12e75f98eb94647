//! Adds and removes public keys.

use domain::error::{DomainError, ErrorKind};
use domain::rules::ssh_key;
use domain::validate;
use domain::view::SshKeyRow;
use serde_json::json;

use super::{KeyRingManager, fingerprint, page};
use crate::audit::{Entry, record};
use crate::db::ssh_keys::{self, StoredSshKey};
use crate::error::Result;

/// Public keys that one team may keep.
const MOST: usize = 100;

impl KeyRingManager<'_> {
    /// Adds a public key. Without a name it takes the key's own comment.
    ///
    /// # Errors
    /// Beside `name` or `public_key`; `Conflict` when there are too many. Nothing is stored then.
    pub async fn add(&self, name: &str, public_key: &str) -> Result<SshKeyRow> {
        let public_key = ssh_key::public_key(public_key)?;
        let comment = public_key.splitn(3, ' ').nth(2).unwrap_or_default();
        let name = validate::saved_name(if name.trim().is_empty() { comment } else { name })?;
        let fingerprint = fingerprint::of(&public_key).ok_or_else(|| {
            DomainError::invalid("public_key", "The middle part is damaged. Copy the whole line again.")
        })?;
        let mut tx = self.backend.db().write().await?;
        let known = ssh_keys::list(tx.conn(), self.scope).await?;
        if known.len() >= MOST {
            let message = format!("A team can keep {MOST} public keys. Remove one first. Nothing was added.");
            return Err(DomainError::new(ErrorKind::Conflict, message).into());
        }
        if let Some(same) = known.iter().find(|key| key.fingerprint == fingerprint) {
            let message = format!("Your team already has this key, under the name “{}”.", same.name);
            return Err(DomainError::invalid("public_key", message).into());
        }
        if known.iter().any(|key| key.name == name) {
            return Err(DomainError::invalid("name", "Your team already has a key of this name.").into());
        }
        let key = StoredSshKey {
            id: uuid::Uuid::new_v4().to_string(),
            name,
            public_key,
            fingerprint,
            added_by: self.actor.session.name.clone(),
            created_at: self.backend.now(),
        };
        ssh_keys::insert(tx.conn(), self.scope, &key).await?;
        let entry = Entry::by(self.actor, "ssh_key.add", &key.id)
            .detail(json!({ "name": key.name, "fingerprint": key.fingerprint }));
        record(&mut tx, self.backend.vault(), self.backend.now(), entry).await?;
        tx.commit().await?;
        Ok(page::key(key))
    }

    /// Removes a public key. Servers that were given it keep it.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn remove(&self, id: &str) -> Result<SshKeyRow> {
        let mut tx = self.backend.db().write().await?;
        let gone = ssh_keys::delete(tx.conn(), self.scope, id).await?;
        let gone = gone.ok_or_else(|| DomainError::not_found("key"))?;
        let entry = Entry::by(self.actor, "ssh_key.remove", id)
            .detail(json!({ "name": gone.name, "fingerprint": gone.fingerprint }));
        record(&mut tx, self.backend.vault(), self.backend.now(), entry).await?;
        tx.commit().await?;
        Ok(page::key(gone))
    }
}
