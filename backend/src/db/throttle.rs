//! Counters that slow guessing down, kept over restarts.

use domain::Timestamp;
use sqlx::{AnyConnection, Row};

use super::Result;

/// How the names of counters begin that say where an account's person signs in from.
pub const KNOWN: &str = "known:";

/// One counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counter {
    /// Failures of an account, or the time of theoretical arrival of a rate.
    pub mark: i64,
    /// No try before this time, in milliseconds since 1970.
    pub blocked_until: i64,
    /// Last change, in milliseconds since 1970.
    pub updated_at: i64,
}

/// The counter of this name; an untouched one when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn get(connection: &mut AnyConnection, name: &str) -> Result<Counter> {
    let row = sqlx::query("SELECT mark, blocked_until, updated_at FROM throttle WHERE name = $1")
        .bind(name)
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(Counter::default()), |row| {
        Ok(Counter {
            mark: row.try_get("mark")?,
            blocked_until: row.try_get("blocked_until")?,
            updated_at: row.try_get("updated_at")?,
        })
    })
}

/// Writes the counter of this name.
///
/// # Errors
/// When it cannot be written.
pub async fn put(connection: &mut AnyConnection, name: &str, counter: Counter) -> Result<()> {
    sqlx::query(
        "INSERT INTO throttle (name, mark, blocked_until, updated_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (name) DO UPDATE SET mark = excluded.mark, blocked_until = excluded.blocked_until, \
         updated_at = excluded.updated_at",
    )
    .bind(name)
    .bind(counter.mark)
    .bind(counter.blocked_until)
    .bind(counter.updated_at)
    .execute(connection)
    .await
    .map(|_| ())
}

/// Forgets the counter of this name.
///
/// # Errors
/// When it cannot be written.
pub async fn clear(connection: &mut AnyConnection, name: &str) -> Result<()> {
    sqlx::query("DELETE FROM throttle WHERE name = $1").bind(name).execute(connection).await.map(|_| ())
}

/// Forgets counters that nobody touched since `before`, and networks that nobody signed in from since `known_before`.
///
/// # Errors
/// When it cannot be written.
pub async fn purge(connection: &mut AnyConnection, before: Timestamp, known_before: Timestamp) -> Result<()> {
    let known = format!("{KNOWN}%");
    sqlx::query("DELETE FROM throttle WHERE updated_at < $1 AND (updated_at < $2 OR name NOT LIKE $3)")
        .bind(before.0)
        .bind(known_before.0)
        .bind(known)
        .execute(connection)
        .await
        .map(|_| ())
}
