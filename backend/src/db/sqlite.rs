//! What only SQLite has: its pragmas, its write transactions, its file and its backup.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Connection, Executor};
use url::Url;

/// Takes the write lock at once, so that a transaction never fails half-way because another one wrote meanwhile.
pub const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";

/// Connections: readers and the one writer. Each holds a thread and a page cache.
const CONNECTIONS: u32 = 6;

/// The database file inside `data_dir`.
#[must_use]
pub fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("skydeck.db")
}

/// Makes the data folder, for its owner alone.
///
/// # Errors
/// When it cannot be made or closed to others.
pub fn prepare_dir(data_dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(data_dir)?;
    std::fs::set_permissions(data_dir, Permissions::from_mode(0o700))
}

/// Makes the database file before SQLite does, so that no one else can ever read it.
fn prepare_file(path: &Path) -> io::Result<()> {
    let file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))
}

fn options(path: &Path, mode: &str) -> Result<AnyConnectOptions, sqlx::Error> {
    let mut url = Url::parse("sqlite:///").map_err(|error| sqlx::Error::Configuration(error.into()))?;
    let text = path
        .to_str()
        .ok_or_else(|| sqlx::Error::Configuration("the data folder's path is not UTF-8".into()))?;
    url.set_path(text);
    url.set_query(Some(&format!("mode={mode}")));
    // Statements are logged nowhere: their text is in this folder, and their values are nobody's business.
    Ok(AnyConnectOptions::from_str(url.as_str())?.disable_statement_logging())
}

/// Opens the database for reading alone. Nothing in the file changes.
///
/// # Errors
/// When there is no database or it is none of SQLite's.
pub async fn open_read_only(path: &Path) -> Result<AnyConnection, sqlx::Error> {
    AnyConnection::connect_with(&options(path, "ro")?).await
}

/// Opens the database for work, making it when there is none.
///
/// # Errors
/// When the file cannot be made, opened or set up.
pub async fn open(path: &Path) -> Result<AnyPool, sqlx::Error> {
    prepare_file(path)?;
    AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(|connection, _| Box::pin(set_up(connection)))
        .connect_with(options(path, "rw")?)
        .await
}

/// `synchronous=FULL`, because a log that syncs less may lose committed operations on power loss.
async fn set_up(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    connection
        .execute(
            "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; \
             PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON;",
        )
        .await
        .map(|_| ())
}

/// Writes the log back into the main file. What cannot be written back now is next time.
pub async fn checkpoint(pool: &AnyPool) {
    if let Err(error) = pool.execute("PRAGMA wal_checkpoint(TRUNCATE)").await {
        tracing::warn!(%error, "the database log could not be written back");
    }
}

/// Copies the live database to `to`, whole and consistent, readable by its owner alone.
///
/// # Errors
/// When `to` exists or cannot be written.
pub async fn backup(pool: &AnyPool, to: &Path) -> Result<(), sqlx::Error> {
    let text =
        to.to_str().ok_or_else(|| sqlx::Error::Configuration("the backup's path is not UTF-8".into()))?;
    // An existing empty file is what SQLite accepts, and making it first closes it to others from the start.
    OpenOptions::new().create_new(true).write(true).mode(0o600).open(to)?;
    sqlx::query("VACUUM INTO $1").bind(text).execute(pool).await.map(|_| ())
}

/// Whether the file system refused: read-only, an input or output error, full, or not to be opened.
#[must_use]
pub fn cannot_write(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    let code: Option<u32> = code.and_then(|code| code.parse().ok());
    // The low byte is the kind, the rest says more.
    matches!(code.map(|code| code & 0xff), Some(8 | 10 | 13 | 14))
}
