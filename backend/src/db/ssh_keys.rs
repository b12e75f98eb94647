//! The team's SSH public keys.

use domain::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::Result;
use crate::access::TeamScope;

/// One public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredSshKey {
    pub(crate) id: String,
    pub(crate) name: String,
    /// One OpenSSH line.
    pub(crate) public_key: String,
    /// `SHA256:…`
    pub(crate) fingerprint: String,
    pub(crate) added_by: String,
    pub(crate) created_at: Timestamp,
}

const COLUMNS: &str = "id, name, public_key, fingerprint, added_by, created_at";

fn from_row(row: &AnyRow) -> Result<StoredSshKey> {
    Ok(StoredSshKey {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        public_key: row.try_get("public_key")?,
        fingerprint: row.try_get("fingerprint")?,
        added_by: row.try_get("added_by")?,
        created_at: Timestamp(row.try_get("created_at")?),
    })
}

/// The team's keys, by name.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn list<'c>(db: impl AnyExecutor<'c>, scope: TeamScope) -> Result<Vec<StoredSshKey>> {
    let sql = format!("SELECT {COLUMNS} FROM ssh_keys WHERE team_id = $1 ORDER BY LOWER(name), id");
    sqlx::query(&sql).bind(scope.team().to_string()).fetch_all(db).await?.iter().map(from_row).collect()
}

/// Adds one.
///
/// # Errors
/// A unique violation when the team has one of this name, or this very key.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    scope: TeamScope,
    key: &StoredSshKey,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO ssh_keys (id, team_id, name, public_key, fingerprint, added_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&key.id)
    .bind(scope.team().to_string())
    .bind(&key.name)
    .bind(&key.public_key)
    .bind(&key.fingerprint)
    .bind(&key.added_by)
    .bind(key.created_at.0)
    .execute(connection)
    .await
    .map(|_| ())
}

/// Removes one and gives what it was; `None` when the team has none of this id.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn delete(
    connection: &mut AnyConnection,
    scope: TeamScope,
    id: &str,
) -> Result<Option<StoredSshKey>> {
    let known = list(&mut *connection, scope).await?.into_iter().find(|key| key.id == id);
    if known.is_some() {
        sqlx::query("DELETE FROM ssh_keys WHERE team_id = $1 AND id = $2")
            .bind(scope.team().to_string())
            .bind(id)
            .execute(connection)
            .await?;
    }
    Ok(known)
}
