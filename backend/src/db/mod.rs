//! All SQL, one table a file. Written for SQLite and PostgreSQL alike: `$1` placeholders, ids as TEXT, times and booleans as BIGINT
//! (SQLite's BOOLEAN does not decode through `Any`), JSON as TEXT, `ON CONFLICT … DO UPDATE SET x = excluded.x`.

pub mod audit;
pub mod credentials;
pub mod filesystem;
pub mod lock;
pub(crate) mod marks;
pub mod memberships;
pub mod meta;
pub mod migrate;
pub(crate) mod operations;
pub(crate) mod preferences;
pub(crate) mod scripts;
pub mod sessions;
pub mod setup;
pub(crate) mod snapshots;
pub mod sqlite;
pub(crate) mod ssh_keys;
pub mod teams;
pub mod throttle;
pub mod users;
pub(crate) mod views;
pub(crate) mod wrapped;

use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, AnyPool, Row, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// What a query gives, or why not.
pub type Result<T> = std::result::Result<T, sqlx::Error>;

/// The database: many readers, one writer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pool: AnyPool,
    // SQLite takes one writer at a time; waiting here is fair and costs no retry, waiting inside SQLite is neither.
    turn: Arc<Mutex<()>>,
    /// When a write was last tried for readiness, and whether it worked.
    readiness: Arc<Mutex<Option<(Instant, bool)>>>,
}

/// How long an answer about readiness holds: whoever asks more often must not wear out the disk.
const READINESS_HOLDS: Duration = Duration::from_secs(2);
/// A write that takes longer than this is none.
const READINESS_LIMIT: Duration = Duration::from_secs(5);

impl Db {
    pub(crate) fn new(pool: AnyPool) -> Self {
        Self { pool, turn: Arc::default(), readiness: Arc::default() }
    }

    /// For reads outside a transaction.
    #[must_use]
    pub const fn read(&self) -> &AnyPool {
        &self.pool
    }

    /// A transaction that may write, once every earlier one has ended. Dropping it undoes it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write(&self) -> Result<WriteTx> {
        let turn = self.turn.clone().lock_owned().await;
        let pool = self.pool.clone();
        // In a task of its own: a caller that is dropped inside sqlx's `begin_with`, such as a request whose browser has
        // gone, would leave a transaction that nobody ends, and with it the database locked.
        let begun = tokio::spawn(async move {
            let tx = pool.begin_with(sqlite::BEGIN_WRITE).await?;
            Ok(WriteTx { tx, _turn: turn })
        });
        begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }

    /// Whether the database takes writes: makes one, unless that was just tried. Only a write that lasts shows a full disk.
    pub async fn writable(&self) -> bool {
        let mut last = self.readiness.lock().await;
        if let Some((_, outcome)) = last.filter(|(at, _)| at.elapsed() < READINESS_HOLDS) {
            return outcome;
        }
        let write = async {
            let mut tx = self.write().await?;
            meta::set(tx.conn(), meta::READINESS, "written").await?;
            tx.commit().await
        };
        let outcome = matches!(tokio::time::timeout(READINESS_LIMIT, write).await, Ok(Ok(())));
        *last = Some((Instant::now(), outcome));
        outcome
    }

    /// Closes every connection, after the log was written back to the main file.
    pub async fn close(&self) {
        let _turn = self.turn.lock().await;
        sqlite::checkpoint(&self.pool).await;
        self.pool.close().await;
    }
}

/// A transaction that may write.
#[derive(Debug)]
pub struct WriteTx {
    // Order matters: the transaction must end before the next writer's turn begins.
    tx: Transaction<'static, Any>,
    _turn: OwnedMutexGuard<()>,
}

impl WriteTx {
    /// The connection inside the transaction.
    pub fn conn(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// Makes the changes last.
    ///
    /// # Errors
    /// When they could not be written; then nothing was changed.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await
    }

    /// Undoes the changes.
    ///
    /// # Errors
    /// When the database does not answer; then they are undone as well.
    pub async fn rollback(self) -> Result<()> {
        self.tx.rollback().await
    }
}

/// Reads a column whose text has a form, such as an id or a slug.
///
/// # Errors
/// When the text has not that form: someone else wrote the row.
pub fn parsed<T>(row: &AnyRow, column: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T> {
    let text: String = row.try_get(column)?;
    parse(&text).ok_or_else(|| sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: "not a value that this version of Skydeck writes".into(),
    })
}

/// Reads an id column.
///
/// # Errors
/// When it holds no id.
pub fn id<T: std::str::FromStr>(row: &AnyRow, column: &str) -> Result<T> {
    parsed(row, column, |text| text.parse().ok())
}
