//! Brings the schema up to this binary, forward only, after a backup.

use std::path::Path;

use domain::Timestamp;
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, AnyPool, Row};

use super::sqlite;

static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// Why the schema was not brought up.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The backup before the change failed, so nothing was changed.
    #[error("the backup before the schema change failed, so nothing was changed: {0}")]
    Backup(#[source] sqlx::Error),
    /// A migration failed, or one that was applied earlier has since been edited.
    #[error("the schema could not be brought up: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// Every migration, for tests that begin with an older schema.
#[cfg(test)]
pub(crate) const fn migrator() -> &'static Migrator {
    &MIGRATOR
}

/// The newest schema version that this binary knows.
#[must_use]
pub fn newest() -> i64 {
    MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// The schema version of a database; 0 for an empty one.
///
/// # Errors
/// When the database does not answer.
pub async fn version(connection: &mut AnyConnection) -> Result<i64, sqlx::Error> {
    if !super::meta::table_exists(connection, "_sqlx_migrations").await? {
        return Ok(0);
    }
    let row = sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM _sqlx_migrations")
        .fetch_one(connection)
        .await?;
    row.try_get("version")
}

/// Applies what is missing. A database that holds something is copied to `data_dir/backups` first.
///
/// # Errors
/// When the backup or a migration fails.
pub async fn run(pool: &AnyPool, data_dir: &Path, from: i64, now: Timestamp) -> Result<(), MigrateError> {
    if from > 0 && from < newest() {
        let folder = data_dir.join("backups");
        sqlite::prepare_dir(&folder).map_err(|error| MigrateError::Backup(error.into()))?;
        let to = folder.join(format!("before-schema-{}-{}.db", newest(), now.0));
        sqlite::backup(pool, &to).await.map_err(MigrateError::Backup)?;
        tracing::info!(path = %to.display(), from, to = newest(), "database backed up before a schema change");
    }
    MIGRATOR.run(pool).await?;
    Ok(())
}
