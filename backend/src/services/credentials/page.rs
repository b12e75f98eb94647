//! The credentials page.

use domain::view::{CredentialRow, CredentialsPage};

use super::CredentialReader;
use crate::db::credentials::{self, StoredCredential};
use crate::error::Result;
use crate::marks::KeptOf;

fn row(stored: StoredCredential, servers: u32, kept: KeptOf) -> CredentialRow {
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
        kept: going(kept),
        added_by: stored.added_by,
        created_at: stored.created_at,
        key_since: stored.key_since,
    }
}

/// What a key takes with it.
fn going(kept: KeptOf) -> String {
    let part = |count: u32, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let parts: Vec<String> = [
        part(kept.locks, "lock", "locks"),
        part(kept.notes, "note", "notes"),
        part(kept.tags, "server’s tags", "servers’ tags"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => format!(
            "With it goes what is kept here beside its servers: {one}. A new key does not bring that back."
        ),
        [first @ .., last] => format!(
            "With it goes what is kept here beside its servers: {} and {last}. A new key does not bring that back.",
            first.join(", ")
        ),
    }
}

impl CredentialReader<'_> {
    /// All keys of the team, by label.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self) -> Result<CredentialsPage> {
        let stored = credentials::list_by_team(self.backend.db().read(), self.scope).await?;
        let marks = self.backend.marks().team(self.scope.team());
        let rows = stored
            .into_iter()
            .map(|stored| {
                let (servers, kept) = (self.backend.servers_of(&stored), marks.kept_of(stored.id));
                row(stored, servers, kept)
            })
            .collect();
        Ok(CredentialsPage {
            rows,
            custom_base_urls: self.backend.config().custom_base_urls,
            now: self.backend.now(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_with_a_key_is_counted() {
        assert_eq!(going(KeptOf::default()), "");
        let one = going(KeptOf { locks: 1, ..KeptOf::default() });
        assert_eq!(
            one,
            "With it goes what is kept here beside its servers: 1 lock. A new key does not bring that back."
        );
        let all = going(KeptOf { tags: 3, notes: 1, locks: 2 });
        assert!(all.contains(": 2 locks, 1 note and 3 servers’ tags."), "{all}");
    }
}
