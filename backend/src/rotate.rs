//! Changing the master key (security.md K7) beside a running Skydeck: every value key is wrapped anew under the first master key, a few rows
//! a transaction. The sealed values stay. What a killed run leaves is half done and whole: the next one goes on with what remains.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use sqlx::AnyConnection;

use crate::audit::{Entry, record};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, WriteTx, lock, meta, sqlite, wrapped};
use crate::error::BackendError;
use crate::held_keys;
use crate::inspect::Inspection;
use crate::open::{OpenError, note_keys};
use crate::unlock::unlock;
use crate::vault::master_key::KeyId;
use crate::vault::{BadSecret, Vault, VaultError, key_check};

/// Why a rotation did not begin or end. What was re-wrapped until then stays so and opens.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// The data cannot be opened with these keys.
    #[error("{0}")]
    Open(#[from] OpenError),
    /// A Skydeck runs that would not open what this writes.
    #[error(
        "Skydeck was started without master key {0} in the first place; put it before the old one where Skydeck finds its key, restart Skydeck, then rotate again"
    )]
    NotInUse(KeyId),
    /// Secrets that do not open under the key that they name. They have to be replaced or removed before the old key can go.
    #[error("{} secrets could not be re-wrapped, so the old master key is still needed; replace or remove them, then rotate again", .0.len())]
    Bad(Vec<BadSecret>),
}

impl From<sqlx::Error> for RotateError {
    fn from(error: sqlx::Error) -> Self {
        Self::Open(error.into())
    }
}

impl From<VaultError> for RotateError {
    fn from(error: VaultError) -> Self {
        Self::Open(error.into())
    }
}

impl From<BackendError> for RotateError {
    fn from(error: BackendError) -> Self {
        Self::Open(error.into())
    }
}

/// What one transaction did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many rows were re-wrapped; more may remain.
    Rewrapped(usize),
    /// No row remains: the key check is under the new key too.
    Finished,
}

/// What a whole run did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The key that everything is under now.
    pub to: KeyId,
    /// Secrets that this run re-wrapped; those of an earlier run that was interrupted are not among them.
    pub secrets: usize,
}

/// Rows of one transaction: few enough that the running Skydeck's own writes wait for no more than one short one.
const BATCH: usize = 64;

/// The pause after each. A writer that waits in SQLite looks again every 100 ms at the latest, and might miss a shorter gap every time.
const BREATH: Duration = Duration::from_millis(100);

/// A rotation to the first of the offered master keys.
#[derive(Debug)]
pub struct Rotation {
    db: Db,
    vault: Vault,
    clock: Clock,
    /// The last credential that was looked at.
    after: String,
    /// The last script that was looked at.
    after_script: String,
    bad: Vec<BadSecret>,
    /// Whether the audit log has the beginning of this run.
    announced: bool,
}

impl Rotation {
    /// Opens the database beside a running Skydeck, if there is one.
    ///
    /// # Errors
    /// When the keys do not open what is there, or the running Skydeck does not seal with the new one. Nothing was changed then.
    pub async fn open(config: &Config) -> Result<Self, RotateError> {
        let folder = &config.data_dir;
        // Refuses what there is no use in rotating: no data, another version, other keys.
        drop(Inspection::open(folder, &config.master_key).await?);
        let vault = unlock(folder, &config.master_key).await?.vault;
        let db = Db::new(sqlite::open(&sqlite::file(folder)).await?);
        let rotation = Self {
            db,
            vault,
            clock: config.clock.clone(),
            after: String::new(),
            after_script: String::new(),
            bad: Vec::new(),
            announced: false,
        };
        match rotation.claim(folder.clone()).await {
            Ok(()) => Ok(rotation),
            Err(error) => {
                rotation.close().await;
                Err(error)
            }
        }
    }

    /// Makes sure that whoever runs now or starts from now on holds the new key.
    async fn claim(&self, folder: PathBuf) -> Result<(), RotateError> {
        if self.in_use(&mut *self.db.read().acquire().await?).await.is_ok() {
            return Ok(());
        }
        // Nobody runs while this is held, so nobody is left without the key by noting it in their place.
        let lock = lock::take(&folder).map_err(|error| OpenError::DataDir(folder, error))?;
        let _lock = lock.ok_or_else(|| RotateError::NotInUse(self.vault.key_id()))?;
        Ok(note_keys(&self.db, &self.vault.key_ids()).await?)
    }

    async fn in_use(&self, connection: &mut AnyConnection) -> Result<(), RotateError> {
        let new = self.vault.key_id();
        let sealing = held_keys::recorded(connection).await?.first().copied();
        if sealing == Some(new) { Ok(()) } else { Err(RotateError::NotInUse(new)) }
    }

    /// Re-wraps up to `rows` rows in one transaction; when none remains, finishes.
    ///
    /// # Errors
    /// When Skydeck was restarted without the new key meanwhile, the audit log is broken, rows cannot be re-wrapped, or the database does not
    /// answer. This step has changed nothing then.
    pub async fn step(&mut self, rows: usize) -> Result<Step, RotateError> {
        let mut tx = self.db.write().await?;
        self.in_use(tx.conn()).await?;
        let (new, limit) = (self.vault.key_id(), i64::try_from(rows.max(1)).unwrap_or(i64::MAX));
        let batch = wrapped::otherwise(tx.conn(), new.bytes(), &self.after, limit).await?;
        let Some(last) = batch.last().map(|row| row.id.to_string()) else {
            return self.step_scripts(tx, limit).await;
        };
        self.announce(&mut tx).await?;
        let (mut rewrapped, mut bad) = (0, Vec::new());
        for row in batch {
            match self.vault.rewrap_credential(&row) {
                Ok(sealed) => {
                    rewrapped +=
                        usize::from(wrapped::rewrap(tx.conn(), row.id, &row.sealed_key, &sealed).await?);
                }
                Err(why) => bad.push(BadSecret { row: row.id.to_string(), label: row.label, why }),
            }
        }
        tx.commit().await?;
        (self.after, self.announced) = (last, true);
        self.bad.append(&mut bad);
        Ok(Step::Rewrapped(rewrapped))
    }

    /// The same for scripts, once no credential remains.
    async fn step_scripts(&mut self, mut tx: WriteTx, limit: i64) -> Result<Step, RotateError> {
        let new = self.vault.key_id();
        let batch = wrapped::scripts_otherwise(tx.conn(), new.bytes(), &self.after_script, limit).await?;
        let Some(last) = batch.last().map(|row| row.id.clone()) else { return self.finish(tx).await };
        self.announce(&mut tx).await?;
        let (mut rewrapped, mut bad) = (0, Vec::new());
        for row in batch {
            match self.vault.rewrap_script(&row) {
                Ok(sealed) => {
                    let done = wrapped::rewrap_script(tx.conn(), &row.id, &row.sealed_body, &sealed).await?;
                    rewrapped += usize::from(done);
                }
                Err(why) => bad.push(BadSecret { row: row.id, label: row.name, why }),
            }
        }
        tx.commit().await?;
        (self.after_script, self.announced) = (last, true);
        self.bad.append(&mut bad);
        Ok(Step::Rewrapped(rewrapped))
    }

    /// Runs every step that remains, and lets go of the database.
    ///
    /// # Errors
    /// Those of a step.
    pub async fn run(mut self) -> Result<Rotated, RotateError> {
        let mut secrets = 0;
        let outcome = loop {
            match self.step(BATCH).await {
                Ok(Step::Rewrapped(rows)) => {
                    secrets += rows;
                    tokio::time::sleep(BREATH).await;
                }
                Ok(Step::Finished) => break Ok(Rotated { to: self.vault.key_id(), secrets }),
                Err(error) => break Err(error),
            }
        };
        self.close().await;
        outcome
    }

    /// The last step: the key check, which until now kept anyone from starting without the old key.
    async fn finish(&mut self, mut tx: WriteTx) -> Result<Step, RotateError> {
        if !self.bad.is_empty() {
            return Err(RotateError::Bad(std::mem::take(&mut self.bad)));
        }
        let new = self.vault.key_id();
        if !wrapped::otherwise(tx.conn(), new.bytes(), "", 1).await?.is_empty()
            || !wrapped::scripts_otherwise(tx.conn(), new.bytes(), "", 1).await?.is_empty()
        {
            // Skydeck sealed with an old key behind this run's back, as after two restarts: from the beginning again.
            self.after.clear();
            self.after_script.clear();
            return Ok(Step::Rewrapped(0));
        }
        let instance = meta::get(tx.conn(), meta::INSTANCE_ID).await?;
        let found = meta::get(tx.conn(), meta::KEY_CHECK).await?;
        let (Some(instance), Some(found)) = (instance, found) else {
            return Err(OpenError::NoKeyCheck.into());
        };
        if key_check::expected(&found) == Some(new) {
            return Ok(Step::Finished);
        }
        self.announce(&mut tx).await?;
        let rewrapped = self.vault.rewrap_key_check(&instance, &found)?;
        meta::set(tx.conn(), meta::KEY_CHECK, &rewrapped).await?;
        let entry = Entry::by_skydeck("key.rotate", new);
        record(&mut tx, &self.vault, self.clock.now(), entry).await?;
        tx.commit().await?;
        Ok(Step::Finished)
    }

    /// Writes the beginning into the audit log, once a run and with the first change: without a log nothing is changed.
    async fn announce(&self, tx: &mut WriteTx) -> Result<(), RotateError> {
        if self.announced {
            return Ok(());
        }
        let held: Vec<_> = self.vault.key_ids().iter().map(ToString::to_string).collect();
        let entry = Entry::by_skydeck("key.rotate", self.vault.key_id())
            .detail(json!({ "held": held }))
            .result("intended");
        Ok(record(tx, &self.vault, self.clock.now(), entry).await?)
    }

    /// Lets go of the database. The running Skydeck writes its log back, so this does not.
    async fn close(&self) {
        self.db.read().close().await;
    }
}
