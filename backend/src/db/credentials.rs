//! Stored API keys. The sealed key is read and written here and opened in the vault alone.

use domain::Timestamp;
use domain::credential::{AuthScheme, CredentialHealth};
use domain::ids::{CredentialId, ProviderResourceId, TeamId};
use domain::provider::Brand;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::{Result, id, parsed};
use crate::access::TeamScope;

/// One stored key, sealed.
#[derive(Clone, Debug)]
pub struct StoredCredential {
    /// Which one.
    pub id: CredentialId,
    /// Whose.
    pub team: TeamId,
    /// At which provider.
    pub brand: Brand,
    /// What the team calls it.
    pub label: String,
    /// Where it may go.
    pub base_url: String,
    /// How it is put into requests.
    pub scheme: AuthScheme,
    /// The envelope.
    pub sealed_key: Vec<u8>,
    /// Counts replacements; an older envelope does not open.
    pub key_version: i64,
    /// Tells keys apart: 8 hex digits.
    pub fingerprint: String,
    /// The key's last four characters at most.
    pub last_four: String,
    /// Whose account it opens.
    pub account: Option<String>,
    /// Whether it works.
    pub health: CredentialHealth,
    /// Name of who added it.
    pub added_by: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When the key was last replaced.
    pub key_since: Timestamp,
}

pub(super) const COLUMNS: &str = "id, team_id, brand, label, base_url, scheme, sealed_key, key_version, fingerprint, last_four, \
                       account, health, health_message, health_at, added_by, created_at, key_since";

pub(super) fn from_row(row: &AnyRow) -> Result<StoredCredential> {
    let at = Timestamp(row.try_get("health_at")?);
    let message: String = row.try_get("health_message")?;
    let health = parsed(row, "health", |word| {
        Some(match word {
            "working" => CredentialHealth::Working { checked_at: at },
            "refused" => CredentialHealth::Refused { message, since: at },
            "unreachable" => CredentialHealth::Unreachable { message, since: at },
            "unchecked" => CredentialHealth::Unchecked,
            _ => return None,
        })
    })?;
    Ok(StoredCredential {
        id: id(row, "id")?,
        team: id(row, "team_id")?,
        brand: parsed(row, "brand", Brand::from_slug)?,
        label: row.try_get("label")?,
        base_url: row.try_get("base_url")?,
        scheme: parsed(row, "scheme", AuthScheme::from_slug)?,
        sealed_key: row.try_get("sealed_key")?,
        key_version: row.try_get("key_version")?,
        fingerprint: row.try_get("fingerprint")?,
        last_four: row.try_get("last_four")?,
        account: row.try_get("account")?,
        health,
        added_by: row.try_get("added_by")?,
        created_at: Timestamp(row.try_get("created_at")?),
        key_since: Timestamp(row.try_get("key_since")?),
    })
}

/// The parts of a health in the order of its columns: word, message, time.
fn columns_of(health: &CredentialHealth) -> (&'static str, &str, i64) {
    match health {
        CredentialHealth::Working { checked_at } => ("working", "", checked_at.0),
        CredentialHealth::Refused { message, since } => ("refused", message, since.0),
        CredentialHealth::Unreachable { message, since } => ("unreachable", message, since.0),
        CredentialHealth::Unchecked => ("unchecked", "", 0),
    }
}

/// Every credential of every team, for background work.
///
/// # Errors
/// When the database does not answer.
pub async fn list_all<'c>(db: impl AnyExecutor<'c>) -> Result<Vec<StoredCredential>> {
    let sql = format!("SELECT {COLUMNS} FROM credentials ORDER BY team_id, label, id");
    sqlx::query(&sql).fetch_all(db).await?.iter().map(from_row).collect()
}

/// The team's credentials, by label.
///
/// # Errors
/// When the database does not answer.
pub async fn list_by_team<'c>(db: impl AnyExecutor<'c>, scope: TeamScope) -> Result<Vec<StoredCredential>> {
    let sql = format!("SELECT {COLUMNS} FROM credentials WHERE team_id = $1 ORDER BY LOWER(label), id");
    sqlx::query(&sql).bind(scope.team().to_string()).fetch_all(db).await?.iter().map(from_row).collect()
}

/// One of the team's credentials.
///
/// # Errors
/// When the database does not answer.
pub async fn get<'c>(
    db: impl AnyExecutor<'c>,
    scope: TeamScope,
    credential: CredentialId,
) -> Result<Option<StoredCredential>> {
    let sql = format!("SELECT {COLUMNS} FROM credentials WHERE id = $1 AND team_id = $2");
    let row = sqlx::query(&sql)
        .bind(credential.to_string())
        .bind(scope.team().to_string())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(from_row).transpose()
}

/// One credential of whichever team, for background work.
///
/// # Errors
/// When the database does not answer.
pub async fn find<'c>(
    db: impl AnyExecutor<'c>,
    credential: CredentialId,
) -> Result<Option<StoredCredential>> {
    let sql = format!("SELECT {COLUMNS} FROM credentials WHERE id = $1");
    let row = sqlx::query(&sql).bind(credential.to_string()).fetch_optional(db).await?;
    row.as_ref().map(from_row).transpose()
}

/// Adds a credential.
///
/// # Errors
/// A unique violation when the team has one of this label.
pub async fn insert(connection: &mut AnyConnection, row: &StoredCredential) -> Result<()> {
    let (health, message, at) = columns_of(&row.health);
    let sql = format!(
        "INSERT INTO credentials ({COLUMNS}) VALUES \
         ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    );
    sqlx::query(&sql)
        .bind(row.id.to_string())
        .bind(row.team.to_string())
        .bind(row.brand.slug())
        .bind(&row.label)
        .bind(&row.base_url)
        .bind(row.scheme.slug())
        .bind(row.sealed_key.as_slice())
        .bind(row.key_version)
        .bind(&row.fingerprint)
        .bind(&row.last_four)
        .bind(row.account.as_deref())
        .bind(health)
        .bind(message)
        .bind(at)
        .bind(&row.added_by)
        .bind(row.created_at.0)
        .bind(row.key_since.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Stores another key in the same row, if it still has version `before`; false when someone else was faster.
///
/// # Errors
/// When it cannot be written.
pub async fn replace_key(
    connection: &mut AnyConnection,
    scope: TeamScope,
    row: &StoredCredential,
    before: i64,
) -> Result<bool> {
    let (health, message, at) = columns_of(&row.health);
    let changed = sqlx::query(
        "UPDATE credentials SET base_url = $3, scheme = $4, sealed_key = $5, key_version = $6, fingerprint = $7, \
         last_four = $8, account = $9, health = $10, health_message = $11, health_at = $12, key_since = $13 \
         WHERE id = $1 AND team_id = $2 AND key_version = $14",
    )
    .bind(row.id.to_string())
    .bind(scope.team().to_string())
    .bind(&row.base_url)
    .bind(row.scheme.slug())
    .bind(row.sealed_key.as_slice())
    .bind(row.key_version)
    .bind(&row.fingerprint)
    .bind(&row.last_four)
    .bind(row.account.as_deref())
    .bind(health)
    .bind(message)
    .bind(at)
    .bind(row.key_since.0)
    .bind(before)
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Notes whether the key works, unless the key was replaced meanwhile; false then, or when it is gone.
///
/// # Errors
/// When it cannot be written.
pub async fn set_health(
    connection: &mut AnyConnection,
    credential: CredentialId,
    key_version: i64,
    health: &CredentialHealth,
) -> Result<bool> {
    let (word, message, at) = columns_of(health);
    let changed = sqlx::query(
        "UPDATE credentials SET health = $3, health_message = $4, health_at = $5 WHERE id = $1 AND key_version = $2",
    )
    .bind(credential.to_string())
    .bind(key_version)
    .bind(word)
    .bind(message)
    .bind(at)
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Removes a credential with its sealed key; false when the team has none of this id.
///
/// # Errors
/// When it cannot be written.
pub async fn delete(
    connection: &mut AnyConnection,
    scope: TeamScope,
    credential: CredentialId,
) -> Result<bool> {
    let gone = sqlx::query("DELETE FROM credentials WHERE id = $1 AND team_id = $2")
        .bind(credential.to_string())
        .bind(scope.team().to_string())
        .execute(connection)
        .await?;
    Ok(gone.rows_affected() == 1)
}

/// How many keys are stored.
///
/// # Errors
/// When the database does not answer.
pub async fn count<'c>(db: impl AnyExecutor<'c>) -> Result<i64> {
    sqlx::query("SELECT COUNT(*) AS n FROM credentials").fetch_one(db).await?.try_get("n")
}

/// The servers of the operations that need the key and are not settled, one each.
///
/// # Errors
/// When the database does not answer.
pub async fn open_operations<'c>(
    db: impl AnyExecutor<'c>,
    credential: CredentialId,
) -> Result<Vec<ProviderResourceId>> {
    let rows = sqlx::query(
        "SELECT server_id FROM operations WHERE credential_id = $1 AND state IN ('intended', 'sent', 'unknown')",
    )
    .bind(credential.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| row.try_get("server_id").map(ProviderResourceId)).collect()
}
