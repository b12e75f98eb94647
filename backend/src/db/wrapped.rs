//! By which master keys the stored API keys are wrapped, and their re-wrapping (security.md K7). The columns are those of `credentials`;
//! bytes 2 to 9 of an envelope name its master key. Another sealed column, once there is one, has to be counted here too.

use domain::ids::CredentialId;
use sqlx::{AnyConnection, Row};

use super::Result;
use super::credentials::{COLUMNS, StoredCredential, from_row};

/// The ids of the master keys that envelopes name, each once.
///
/// # Errors
/// When the database does not answer.
pub async fn key_ids(connection: &mut AnyConnection) -> Result<Vec<Vec<u8>>> {
    sqlx::query("SELECT DISTINCT substr(sealed_key, 2, 8) AS key_id FROM credentials")
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| row.try_get("key_id"))
        .collect()
}

/// Up to `limit` credentials behind the id `after` that name another master key than `key_id`, by id.
///
/// # Errors
/// When the database does not answer.
pub async fn otherwise(
    connection: &mut AnyConnection,
    key_id: &[u8],
    after: &str,
    limit: i64,
) -> Result<Vec<StoredCredential>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM credentials WHERE substr(sealed_key, 2, 8) <> $1 AND id > $2 ORDER BY id LIMIT $3"
    );
    sqlx::query(&sql)
        .bind(key_id)
        .bind(after)
        .bind(limit)
        .fetch_all(connection)
        .await?
        .iter()
        .map(from_row)
        .collect()
}

/// Stores the same secret wrapped anew, unless the row's envelope is no longer `before`; false then.
///
/// # Errors
/// When it cannot be written.
pub async fn rewrap(
    connection: &mut AnyConnection,
    credential: CredentialId,
    before: &[u8],
    after: &[u8],
) -> Result<bool> {
    let changed = sqlx::query("UPDATE credentials SET sealed_key = $3 WHERE id = $1 AND sealed_key = $2")
        .bind(credential.to_string())
        .bind(before)
        .bind(after)
        .execute(connection)
        .await?;
    Ok(changed.rows_affected() == 1)
}
