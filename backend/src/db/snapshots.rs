//! The last good content of every source.

use domain::Timestamp;
use domain::capability::Family;
use domain::ids::CredentialId;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyExecutor, Row};

use super::{Result, id, parsed};
use crate::inventory::source::SourceKey;

/// One stored content.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// Through which key it was read.
    pub(crate) credential: CredentialId,
    /// Of which source.
    pub(crate) source: SourceKey,
    /// When it was read.
    pub(crate) taken_at: Timestamp,
    /// JSON in the family's form.
    pub(crate) body: String,
    /// JSON of why it is not newer.
    pub(crate) problem: Option<String>,
}

fn from_row(row: &AnyRow) -> Result<Snapshot> {
    Ok(Snapshot {
        credential: id(row, "credential_id")?,
        source: SourceKey {
            family: parsed(row, "family", Family::from_slug)?,
            location: row.try_get("location")?,
            server: None,
        },
        taken_at: Timestamp(row.try_get("taken_at")?),
        body: row.try_get("body")?,
        problem: row.try_get("problem")?,
    })
}

/// Every content; locations before the servers in them.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn all<'c>(db: impl AnyExecutor<'c>) -> Result<Vec<Snapshot>> {
    sqlx::query(
        "SELECT credential_id, family, location, taken_at, body, problem FROM snapshots \
         ORDER BY credential_id, CASE family WHEN 'locations' THEN 0 ELSE 1 END, location",
    )
    .fetch_all(db)
    .await?
    .iter()
    .map(from_row)
    .collect()
}

/// Stores a content. A credential that was removed meanwhile keeps none.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn put(
    connection: &mut AnyConnection,
    (credential, source): (CredentialId, &SourceKey),
    taken_at: Timestamp,
    body: &str,
    problem: Option<&str>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO snapshots (credential_id, family, location, taken_at, body, problem) \
         SELECT $1, $2, $3, $4, $5, $6 FROM credentials WHERE id = $1 \
         ON CONFLICT (credential_id, family, location) DO UPDATE \
         SET taken_at = excluded.taken_at, body = excluded.body, problem = excluded.problem",
    )
    .bind(credential.to_string())
    .bind(source.family.slug())
    .bind(&source.location)
    .bind(taken_at.0)
    .bind(body)
    .bind(problem)
    .execute(connection)
    .await
    .map(|_| ())
}

/// Stores the time and the problem of a content that has not changed.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn touch(
    connection: &mut AnyConnection,
    (credential, source): (CredentialId, &SourceKey),
    taken_at: Timestamp,
    problem: Option<&str>,
) -> Result<()> {
    sqlx::query(
        "UPDATE snapshots SET taken_at = $4, problem = $5 \
         WHERE credential_id = $1 AND family = $2 AND location = $3",
    )
    .bind(credential.to_string())
    .bind(source.family.slug())
    .bind(&source.location)
    .bind(taken_at.0)
    .bind(problem)
    .execute(connection)
    .await
    .map(|_| ())
}

/// Forgets everything read through a key.
///
/// # Errors
/// When it cannot be written.
pub(crate) async fn forget(connection: &mut AnyConnection, credential: CredentialId) -> Result<()> {
    sqlx::query("DELETE FROM snapshots WHERE credential_id = $1")
        .bind(credential.to_string())
        .execute(connection)
        .await
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use sqlx::Executor as _;
    use sqlx::migrate::Migrator;
    use uuid::Uuid;

    use super::*;
    use crate::db::{migrate, sqlite};

    #[tokio::test]
    async fn k9_what_was_stored_of_who_pays_is_gone_from_the_file_after_the_schema_was_brought_up() {
        sqlx::any::install_default_drivers();
        let folder = tempfile::TempDir::new().unwrap();
        let file = sqlite::file(folder.path());
        let pool = sqlite::open(&file).await.unwrap();
        let all = migrate::migrator();
        let old: Vec<_> = all.iter().filter(|migration| migration.version <= 13).cloned().collect();
        Migrator { migrations: Cow::Owned(old), ..Migrator::DEFAULT }.run(&pool).await.unwrap();
        for family in ["billing", "pricing"] {
            let sql = "INSERT INTO snapshots (credential_id, family, location, taken_at, body) \
                       VALUES ($1, $2, 'global', 1, $3)";
            let insert = sqlx::query(sql).bind(Uuid::nil().to_string()).bind(family);
            insert.bind(format!("canary of {family}")).execute(&pool).await.unwrap();
        }
        sqlite::checkpoint(&pool).await;
        let holds = |text: &str| {
            let bytes = std::fs::read(&file).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        };
        assert!(holds("canary of billing"));
        all.run(&pool).await.unwrap();
        pool.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
        assert!(!holds("canary of billing") && holds("canary of pricing"));
        let left = super::all(&pool).await.unwrap();
        assert_eq!(left.iter().map(|row| row.source.family).collect::<Vec<_>>(), [Family::Pricing]);
        pool.close().await;
    }
}
