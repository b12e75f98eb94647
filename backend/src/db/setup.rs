//! The one-time token of the first run, by its hash.

use domain::Timestamp;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::Result;

/// Makes this the only token.
///
/// # Errors
/// When it cannot be written.
pub async fn replace(
    connection: &mut AnyConnection,
    hash: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    sqlx::query("DELETE FROM setup_tokens").execute(&mut *connection).await?;
    sqlx::query("INSERT INTO setup_tokens (token_hash, created_at, expires_at) VALUES ($1, $2, $3)")
        .bind(hash)
        .bind(now.0)
        .bind(expires_at.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Whether the token may still be used.
///
/// # Errors
/// When the database does not answer.
pub async fn valid<'c>(db: impl AnyExecutor<'c>, hash: &str, now: Timestamp) -> Result<bool> {
    let row = sqlx::query("SELECT COUNT(*) AS n FROM setup_tokens WHERE token_hash = $1 AND expires_at > $2")
        .bind(hash)
        .bind(now.0)
        .fetch_one(db)
        .await?;
    Ok(row.try_get::<i64, _>("n")? > 0)
}

/// Uses the token up; false when there was none to use.
///
/// # Errors
/// When it cannot be written.
pub async fn take(connection: &mut AnyConnection, hash: &str, now: Timestamp) -> Result<bool> {
    let gone = sqlx::query("DELETE FROM setup_tokens WHERE token_hash = $1 AND expires_at > $2")
        .bind(hash)
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(gone.rows_affected() == 1)
}
