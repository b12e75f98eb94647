//! The page of keys and scripts, and what the form for a new server offers.

use domain::view::{KeysPage, ScriptRow, SshKeyRow};

use super::KeyRing;
use crate::db::scripts::{self, StoredScript};
use crate::db::ssh_keys::{self, StoredSshKey};
use crate::error::Result;

impl KeyRing<'_> {
    /// The team's keys and scripts, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self) -> Result<KeysPage> {
        let db = self.backend.db().read();
        let keys = ssh_keys::list(db, self.scope).await?.into_iter().map(key).collect();
        let scripts = scripts::list(db, self.scope).await?.into_iter().map(script).collect();
        Ok(KeysPage { keys, scripts, now: self.backend.now() })
    }
}

pub(super) fn key(stored: StoredSshKey) -> SshKeyRow {
    let kind = stored.public_key.split_whitespace().next().unwrap_or_default().to_owned();
    SshKeyRow {
        id: stored.id,
        name: stored.name,
        kind,
        fingerprint: stored.fingerprint,
        public_key: stored.public_key,
        added_by: stored.added_by,
        created_at: stored.created_at,
    }
}

pub(super) fn script(stored: StoredScript) -> ScriptRow {
    ScriptRow {
        id: stored.id,
        name: stored.name,
        bytes: u32::try_from(stored.bytes).unwrap_or_default(),
        saved_by: stored.saved_by,
        saved_at: stored.saved_at,
    }
}
