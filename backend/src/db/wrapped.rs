//! By which master keys the stored API keys and scripts are wrapped, and their re-wrapping (security.md K7). Bytes 2 to 9 of an envelope
//! name its master key. Another sealed column, once there is one, has to be counted here too.

use domain::ids::CredentialId;
use sqlx::{AnyConnection, Row};

use super::credentials::{COLUMNS, StoredCredential, from_row};
use super::scripts::{self, StoredScript};
use super::{Result, meta};

/// The ids of the master keys that envelopes name, each once.
///
/// # Errors
/// When the database does not answer.
pub async fn key_ids(connection: &mut AnyConnection) -> Result<Vec<Vec<u8>>> {
    // A database of an older schema is looked at before it is brought up.
    let sql = if meta::table_exists(&mut *connection, "scripts").await? {
        "SELECT substr(sealed_key, 2, 8) AS key_id FROM credentials \
         UNION SELECT substr(sealed_body, 2, 8) AS key_id FROM scripts"
    } else {
        "SELECT DISTINCT substr(sealed_key, 2, 8) AS key_id FROM credentials"
    };
    sqlx::query(sql).fetch_all(connection).await?.iter().map(|row| row.try_get("key_id")).collect()
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

/// The same for scripts: up to `limit` of them behind the id `after` that name another master key than `key_id`, by id.
///
/// # Errors
/// When the database does not answer.
pub async fn scripts_otherwise(
    connection: &mut AnyConnection,
    key_id: &[u8],
    after: &str,
    limit: i64,
) -> Result<Vec<StoredScript>> {
    let sql = format!(
        "SELECT {} FROM scripts WHERE substr(sealed_body, 2, 8) <> $1 AND id > $2 ORDER BY id LIMIT $3",
        scripts::COLUMNS
    );
    let query = sqlx::query(&sql).bind(key_id).bind(after).bind(limit);
    query.fetch_all(connection).await?.iter().map(scripts::from_row).collect()
}

/// Stores the same script wrapped anew, unless the row's envelope is no longer `before`; false then.
///
/// # Errors
/// When it cannot be written.
pub async fn rewrap_script(
    connection: &mut AnyConnection,
    id: &str,
    before: &[u8],
    after: &[u8],
) -> Result<bool> {
    let changed = sqlx::query("UPDATE scripts SET sealed_body = $3 WHERE id = $1 AND sealed_body = $2")
        .bind(id)
        .bind(before)
        .bind(after)
        .execute(connection)
        .await?;
    Ok(changed.rows_affected() == 1)
}
