//! The team's saved scripts. The sealed body is read and written here and opened in the vault alone.

use domain::Timestamp;
use domain::ids::TeamId;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::{Result, id};
use crate::access::TeamScope;

/// One saved script, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredScript {
    pub(crate) id: String,
    pub(crate) team: TeamId,
    pub(crate) name: String,
    /// The envelope.
    pub(crate) sealed_body: Vec<u8>,
    /// Counts replacements of the body; an older envelope does not open.
    pub(crate) version: i64,
    pub(crate) bytes: i64,
    pub(crate) saved_by: String,
    pub(crate) created_at: Timestamp,
    pub(crate) saved_at: Timestamp,
}

pub(super) const COLUMNS: &str =
    "id, team_id, name, sealed_body, version, bytes, saved_by, created_at, saved_at";

pub(super) fn from_row(row: &AnyRow) -> Result<StoredScript> {
    Ok(StoredScript {
        id: row.try_get("id")?,
        team: id(row, "team_id")?,
        name: row.try_get("name")?,
        sealed_body: row.try_get("sealed_body")?,
        version: row.try_get("version")?,
        bytes: row.try_get("bytes")?,
        saved_by: row.try_get("saved_by")?,
        created_at: Timestamp(row.try_get("created_at")?),
        saved_at: Timestamp(row.try_get("saved_at")?),
    })
}

/// Every script of every team, for the check of all secrets.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn list_all<'c>(db: impl AnyExecutor<'c>) -> Result<Vec<StoredScript>> {
    let sql = format!("SELECT {COLUMNS} FROM scripts ORDER BY team_id, name, id");
    sqlx::query(&sql).fetch_all(db).await?.iter().map(from_row).collect()
}

/// The team's scripts, by name.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn list<'c>(db: impl AnyExecutor<'c>, scope: TeamScope) -> Result<Vec<StoredScript>> {
    let sql = format!("SELECT {COLUMNS} FROM scripts WHERE team_id = $1 ORDER BY LOWER(name), id");
    sqlx::query(&sql).bind(scope.team().to_string()).fetch_all(db).await?.iter().map(from_row).collect()
}

/// One of the team's scripts.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn get<'c>(
    db: impl AnyExecutor<'c>,
    scope: TeamScope,
    id: &str,
) -> Result<Option<StoredScript>> {
    let sql = format!("SELECT {COLUMNS} FROM scripts WHERE team_id = $1 AND id = $2");
    let row = sqlx::query(&sql).bind(scope.team().to_string()).bind(id).fetch_optional(db).await?;
    row.as_ref().map(from_row).transpose()
}

/// Stores a script, or another body and name under the id of one there is.
///
/// # Errors
/// A unique violation when the team has another one of this name.
pub(crate) async fn put(connection: &mut AnyConnection, script: &StoredScript) -> Result<()> {
    let sql = format!(
        "INSERT INTO scripts ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET \
         name = excluded.name, sealed_body = excluded.sealed_body, version = excluded.version, \
         bytes = excluded.bytes, saved_by = excluded.saved_by, saved_at = excluded.saved_at"
    );
    sqlx::query(&sql)
        .bind(&script.id)
        .bind(script.team.to_string())
        .bind(&script.name)
        .bind(script.sealed_body.as_slice())
        .bind(script.version)
        .bind(script.bytes)
        .bind(&script.saved_by)
        .bind(script.created_at.0)
        .bind(script.saved_at.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Removes one; false when the team has none of this id.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn delete(connection: &mut AnyConnection, scope: TeamScope, id: &str) -> Result<bool> {
    let gone = sqlx::query("DELETE FROM scripts WHERE team_id = $1 AND id = $2")
        .bind(scope.team().to_string())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(gone.rows_affected() == 1)
}
