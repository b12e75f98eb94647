//! Facts about this database as a whole: its id, its key check, the audit log's head.

use sqlx::{AnyConnection, Row};

use super::Result;

/// The database's own random id.
pub const INSTANCE_ID: &str = "instance_id";
/// A record that only the right master key opens, in hexadecimal.
pub const KEY_CHECK: &str = "key_check";
/// The ids of the master keys that the last start held, first the one that seals.
pub const MASTER_KEYS: &str = "master_keys";
/// Written to see whether the disk takes writes.
pub const READINESS: &str = "readiness";
/// The audit log's last entry, sealed against truncation.
pub const AUDIT_HEAD: &str = "audit_head";

/// Whether there is such a table. SQLite's catalogue is asked: this runs before the schema is brought up.
///
/// # Errors
/// When the database does not answer.
pub async fn table_exists(connection: &mut AnyConnection, table: &str) -> Result<bool> {
    let row = sqlx::query("SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'table' AND name = $1")
        .bind(table)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get::<i64, _>("n")? > 0)
}

/// The fact of this name.
///
/// # Errors
/// When the database does not answer.
pub async fn get(connection: &mut AnyConnection, name: &str) -> Result<Option<String>> {
    let row =
        sqlx::query("SELECT value FROM meta WHERE name = $1").bind(name).fetch_optional(connection).await?;
    row.map(|row| row.try_get("value")).transpose()
}

/// Writes the fact of this name.
///
/// # Errors
/// When it cannot be written.
pub async fn set(connection: &mut AnyConnection, name: &str, value: &str) -> Result<()> {
    sqlx::query("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(name)
        .bind(value)
        .execute(connection)
        .await
        .map(|_| ())
}
