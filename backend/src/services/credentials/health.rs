//! Whether a key works, noted by whoever used it: the refresher, an operation, a person's check.

use domain::credential::CredentialHealth;
use domain::event::Event;
use providers::ProviderError;
use providers::error::Refusal;
use serde_json::json;

use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::db::credentials::{self, StoredCredential};
use crate::error::Result;

/// How exactly "last worked" is kept while nothing changes.
const CHECKED_AT_MS: i64 = 60_000;

/// What a call says about the key; `None` when it says nothing, such as a limit or one refused thing.
fn judge(
    before: &CredentialHealth,
    outcome: std::result::Result<(), &ProviderError>,
    now: domain::Timestamp,
) -> Option<CredentialHealth> {
    let error = match outcome {
        Ok(()) => return Some(CredentialHealth::Working { checked_at: now }),
        Err(error) => error,
    };
    let message = error.public_message();
    match error {
        ProviderError::Refused { class: Refusal::BadKey | Refusal::NotAllowed, .. } => {
            let since = if let CredentialHealth::Refused { since, .. } = before { *since } else { now };
            Some(CredentialHealth::Refused { message, since })
        }
        ProviderError::Refused { .. } | ProviderError::RateLimited { .. } => None,
        _ => {
            let since = if let CredentialHealth::Unreachable { since, .. } = before { *since } else { now };
            Some(CredentialHealth::Unreachable { message, since })
        }
    }
}

/// Whether writing `after` would tell anyone anything.
fn worth_writing(before: &CredentialHealth, after: &CredentialHealth) -> bool {
    match (before, after) {
        (CredentialHealth::Working { checked_at: old }, CredentialHealth::Working { checked_at: new }) => {
            new.since_ms(*old) >= CHECKED_AT_MS
        }
        _ => before != after,
    }
}

impl Backend {
    /// Notes what a call with the key of `row` says about it. Writes, tells the team and audits only what is new.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_health(
        &self,
        row: &StoredCredential,
        outcome: std::result::Result<(), &ProviderError>,
    ) -> Result<()> {
        let now = self.now();
        // Read again: the caller's row may be as old as a refresh round.
        let Some(current) = credentials::find(self.db().read(), row.id).await? else { return Ok(()) };
        let Some(health) = judge(&current.health, outcome, now) else { return Ok(()) };
        if current.key_version != row.key_version || !worth_writing(&current.health, &health) {
            return Ok(());
        }
        let refused_anew = matches!(health, CredentialHealth::Refused { .. })
            && !matches!(current.health, CredentialHealth::Refused { .. });
        let shown_anew = std::mem::discriminant(&health) != std::mem::discriminant(&current.health);
        let mut tx = self.db().write().await?;
        if !credentials::set_health(tx.conn(), row.id, row.key_version, &health).await? {
            return Ok(());
        }
        if refused_anew {
            let entry = Entry::by_skydeck("credential.refused", row.id)
                .in_team(row.team)
                .detail(json!({ "label": row.label }))
                .provider_request(
                    outcome.err().and_then(|error| error.correlation_id()).map(ToOwned::to_owned),
                );
            record(&mut tx, self.vault(), now, entry).await?;
        }
        tx.commit().await?;
        if matches!(current.health, CredentialHealth::Refused { .. })
            && !matches!(health, CredentialHealth::Refused { .. })
        {
            // It works again: reading was stopped and begins anew.
            self.inventory().credential_changed(row.id).await?;
        }
        if shown_anew {
            self.notify(row.team, Event::Credentials);
        }
        Ok(())
    }
}
