//! The credentials page.

use domain::view::{CredentialRow, CredentialsPage};

use super::CredentialReader;
use crate::db::credentials::{self, StoredCredential};
use crate::error::Result;

fn row(stored: StoredCredential, servers: u32) -> CredentialRow {
    CredentialRow {
        id: stored.id,
        label: stored.label,
        brand: stored.brand,
        base_url: stored.base_url,
        scheme: stored.scheme.name().to_owned(),
        last_four: stored.last_four,
        fingerprint: stored.fingerprint,
        account: stored.account,
        health: stored.health,
        servers,
        added_by: stored.added_by,
        created_at: stored.created_at,
        key_since: stored.key_since,
    }
}

impl CredentialReader<'_> {
    /// All keys of the team, by label.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self) -> Result<CredentialsPage> {
        let stored = credentials::list_by_team(self.backend.db().read(), self.scope).await?;
        let rows = stored
            .into_iter()
            .map(|stored| {
                let servers = self.backend.servers_of(&stored);
                row(stored, servers)
            })
            .collect();
        Ok(CredentialsPage {
            rows,
            custom_base_urls: self.backend.config().custom_base_urls,
            now: self.backend.now(),
        })
    }
}
