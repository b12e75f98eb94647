//! Start-up, in the order that keeps a mistake from changing anything: lock, look, key, backup, schema.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use sqlx::Connection;

use crate::auth::hasher::Hasher;
use crate::backend::{Backend, Inner};
use crate::config::Config;
use crate::db::{Db, filesystem, lock, meta, migrate, sqlite};
use crate::inventory::{Inventory, Parts};
use crate::marks::Marks;
use crate::operations::Operations;
use crate::unlock::{NewInstance, nothing_missing, unlock};
use crate::vault::master_key::{KeyError, KeyId};
use crate::vault::{Vault, VaultError};
use crate::{audit, error, held_keys};

/// Why Skydeck does not start. Each is one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The settings are not safe.
    #[error("{0}")]
    Config(String),
    /// The data folder cannot be used.
    #[error("the data folder {0} cannot be used: {1}")]
    DataDir(PathBuf, #[source] io::Error),
    /// The data folder is on another machine.
    #[error(
        "the data folder {0} is on a network file system ({1}), on which the database would be damaged; use a local disk"
    )]
    Remote(PathBuf, String),
    /// Another Skydeck has it open.
    #[error("another Skydeck is using the data folder {0}")]
    InUse(PathBuf),
    /// A newer Skydeck wrote the database.
    #[error(
        "the database has schema {found} and this Skydeck knows {known}; start the newer Skydeck, or restore the backup in `backups`"
    )]
    TooNew {
        /// Of the database.
        found: i64,
        /// Of this binary.
        known: i64,
    },
    /// There is no fit master key.
    #[error("{0}")]
    Key(#[from] KeyError),
    /// The secrets need a key that is not there.
    #[error("the stored secrets need master key {expected}, and none was offered: {why}")]
    KeyMissing {
        /// The key that they were sealed with.
        expected: String,
        /// What was looked for.
        #[source]
        why: KeyError,
    },
    /// The secrets need another key.
    #[error("the stored secrets need master key {expected}, and {offered} was offered; nothing was changed")]
    KeyWrong {
        /// The key that they were sealed with.
        expected: String,
        /// The keys that were given.
        offered: String,
    },
    /// The database holds secrets without a record of their key.
    #[error("the database holds secrets but no record of their master key; it was changed by other hands")]
    NoKeyCheck,
    /// Sealing failed.
    #[error("{0}")]
    Vault(#[from] VaultError),
    /// The database does not answer.
    #[error("the database cannot be used: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema was not brought up.
    #[error("{0}")]
    Migrate(#[from] migrate::MigrateError),
    /// The HTTP client cannot be made.
    #[error("{0}")]
    Providers(#[from] providers::registry::StartError),
    /// Something else, in the words of the log.
    #[error("{0}")]
    Other(String),
}

impl From<error::BackendError> for OpenError {
    fn from(error: error::BackendError) -> Self {
        Self::Other(error.cause().unwrap_or(&error.public().message).to_owned())
    }
}

/// Gives a new database its id, its key check and the beginning of its audit log.
async fn found_instance(db: &Db, vault: &Vault, new: &NewInstance) -> Result<(), OpenError> {
    let mut tx = db.write().await?;
    meta::set(tx.conn(), meta::INSTANCE_ID, &new.id).await?;
    meta::set(tx.conn(), meta::KEY_CHECK, &new.key_check).await?;
    held_keys::record(tx.conn(), &vault.key_ids()).await?;
    audit::start(tx.conn(), vault).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes which master keys this start holds. A rotation goes on only while it is noted that its new key seals, and looks under the same
/// lock: so either it sees this start, or this start sees what it re-wrapped.
pub(crate) async fn note_keys(db: &Db, held: &[KeyId]) -> Result<(), OpenError> {
    if held_keys::recorded(&mut *db.read().acquire().await?).await? == held {
        return Ok(());
    }
    let mut tx = db.write().await?;
    nothing_missing(tx.conn(), held).await?;
    held_keys::record(tx.conn(), held).await?;
    tx.commit().await?;
    Ok(())
}

impl Backend {
    /// Opens the data folder, making it when there is none. Changes nothing unless the master key fits and the schema is known.
    ///
    /// # Errors
    /// One line for the operator.
    pub async fn open(config: Config) -> Result<Self, OpenError> {
        if !config.argon2.is_strong_enough() {
            return Err(OpenError::Config(
                "the password hash costs too little: at least 19456 KiB, 2 passes and 1 lane".to_owned(),
            ));
        }
        sqlx::any::install_default_drivers();
        let folder = &config.data_dir;
        let unusable = |error| OpenError::DataDir(folder.clone(), error);
        sqlite::prepare_dir(folder).map_err(unusable)?;
        if let Some(kind) = filesystem::remote_kind(folder) {
            return Err(OpenError::Remote(folder.clone(), kind));
        }
        let lock = lock::take(folder).map_err(unusable)?.ok_or_else(|| OpenError::InUse(folder.clone()))?;
        let unlocked = unlock(folder, &config.master_key).await?;
        if let Some(connection) = unlocked.connection {
            connection.close().await?;
        }
        let vault = unlocked.vault;
        let hasher = Hasher::new(config.argon2)?;
        let registry = providers::Registry::new(config.provider_options.clone())?;

        let pool = sqlite::open(&sqlite::file(folder)).await?;
        migrate::run(&pool, folder, unlocked.schema, config.clock.now()).await?;
        let db = Db::new(pool);
        match &unlocked.new {
            Some(new) => found_instance(&db, &vault, new).await?,
            None => note_keys(&db, &vault.key_ids()).await?,
        }
        let head = audit::head(&mut *db.read().acquire().await?, &vault).await?;
        match head {
            Some(head) => tracing::info!(audit.seq = head.seq, audit.mac = head.mac, "audit head"),
            None => {
                tracing::error!("the audit log's head is missing or was changed; changes will be refused")
            }
        }
        let vault = Arc::new(vault);
        let marks = Marks::open(&db, Arc::clone(&vault), config.clock.clone()).await?;
        let parts = Parts {
            db: db.clone(),
            vault: Arc::clone(&vault),
            registry: registry.clone(),
            events: Arc::default(),
            clock: config.clock.clone(),
            marks: marks.clone(),
        };
        let events = Arc::clone(&parts.events);
        let inventory = Inventory::open(parts.clone(), config.refresh).await?;
        let operations = Operations::open(parts, inventory.clone()).await?;
        Ok(Self(Arc::new(Inner {
            config,
            db,
            vault,
            registry,
            events,
            hasher,
            inventory,
            operations,
            marks,
            _lock: lock,
        })))
    }
}
