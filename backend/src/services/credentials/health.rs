//! Whether a key works, noted by whoever used it: the refresher, an operation, a person's check.

use domain::credential::CredentialHealth;
use domain::event::Event;
use providers::ProviderError;
use serde_json::json;

use super::changed::to_its_end;
use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::db::credentials::{self, StoredCredential};
use crate::error::Result;

/// How exactly "last worked" is kept while nothing changes.
const CHECKED_AT_MS: i64 = 60_000;

/// Who learnt how a call with the key ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// A read in the background. Others of its round may have heard something else, so it does not lift a refusal.
    Read,
    /// A person's check of this very key.
    Check,
}

/// What a call says about the key; `None` when it says nothing, such as a limit or one thing that the key may not do.
fn judge(
    before: &CredentialHealth,
    outcome: std::result::Result<(), &ProviderError>,
    witness: Witness,
    now: domain::Timestamp,
) -> Option<CredentialHealth> {
    let refused = if let CredentialHealth::Refused { since, .. } = before { Some(*since) } else { None };
    let error = match outcome {
        Ok(()) if refused.is_some() && witness == Witness::Read => return None,
        Ok(()) => return Some(CredentialHealth::Working { checked_at: now }),
        Err(error) => error,
    };
    let message = error.public_message();
    match error {
        error if error.is_bad_key() => {
            Some(CredentialHealth::Refused { message, since: refused.unwrap_or(now) })
        }
        ProviderError::Refused { .. } | ProviderError::RateLimited { .. } => None,
        // Silence takes nothing back.
        _ if refused.is_some() => None,
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
        witness: Witness,
    ) -> Result<()> {
        let now = self.now();
        let news = |current: StoredCredential| {
            let health = judge(&current.health, outcome, witness, now)?;
            let written = current.key_version == row.key_version && worth_writing(&current.health, &health);
            written.then_some((current, health))
        };
        // Read again: the caller's row may be as old as a refresh round.
        if credentials::find(self.db().read(), row.id).await?.and_then(news).is_none() {
            return Ok(());
        }
        let mut tx = self.db().write().await?;
        // And once more, when it is this note's turn: another one, perhaps a refusal, may have been written meanwhile.
        let Some((current, health)) = credentials::find(tx.conn(), row.id).await?.and_then(news) else {
            return Ok(());
        };
        let refused_anew = matches!(health, CredentialHealth::Refused { .. })
            && !matches!(current.health, CredentialHealth::Refused { .. });
        let shown_anew = std::mem::discriminant(&health) != std::mem::discriminant(&current.health);
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
        let works_again = matches!(current.health, CredentialHealth::Refused { .. })
            && !matches!(health, CredentialHealth::Refused { .. });
        let (backend, id, team) = (self.clone(), row.id, row.team);
        to_its_end(async move {
            tx.commit().await?;
            if works_again {
                // Reading was stopped and begins anew.
                backend.inventory().credential_changed(id).await?;
            }
            if shown_anew {
                backend.notify(team, Event::Credentials);
            }
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;
    use providers::error::{NoAnswer, Refusal};

    use super::*;

    fn refusal(status: u16, class: Refusal) -> ProviderError {
        ProviderError::Refused { status, message: "No.".to_owned(), field: None, correlation_id: None, class }
    }

    #[test]
    fn i9_only_a_check_lifts_a_refusal() {
        let refused = CredentialHealth::Refused { message: "No.".to_owned(), since: Timestamp(1) };
        let silence = ProviderError::NoAnswer { reason: NoAnswer::Timeout };
        let now = Timestamp(2);
        assert_eq!(judge(&refused, Ok(()), Witness::Read, now), None);
        assert_eq!(judge(&refused, Err(&silence), Witness::Read, now), None);
        assert_eq!(judge(&refused, Err(&silence), Witness::Check, now), None);
        let works = judge(&refused, Ok(()), Witness::Check, now);
        assert_eq!(works, Some(CredentialHealth::Working { checked_at: now }));
    }

    #[test]
    fn i9_only_a_bad_key_is_refused() {
        let working = CredentialHealth::Working { checked_at: Timestamp(1) };
        let judged = |class| judge(&working, Err(&refusal(403, class)), Witness::Read, Timestamp(2));
        for class in [Refusal::NotAllowed, Refusal::Other, Refusal::UnknownRoute] {
            assert_eq!(judged(class), None, "{class:?}");
        }
        let refused = CredentialHealth::Refused { message: "No.".to_owned(), since: Timestamp(2) };
        assert_eq!(judged(Refusal::BadKey), Some(refused));
    }
}
