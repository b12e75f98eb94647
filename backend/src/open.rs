//! Start-up, in the order that keeps a mistake from changing anything: lock, look, key, backup, schema.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::Connection;

use crate::auth::hasher::Hasher;
use crate::backend::{Backend, Inner};
use crate::config::Config;
use crate::db::{Db, credentials, filesystem, lock, meta, migrate, sqlite};
use crate::inventory::{Inventory, Parts};
use crate::operations::Operations;
use crate::vault::master_key::{self, KeyError, KeyId};
use crate::vault::{Vault, VaultError, key_check};
use crate::{audit, error};

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
        /// The key that was given.
        offered: KeyId,
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

/// What an existing database says of itself.
#[derive(Default)]
struct Found {
    schema: i64,
    instance_id: Option<String>,
    key_check: Option<String>,
    secrets: i64,
}

impl Found {
    fn expected(&self) -> String {
        self.key_check
            .as_deref()
            .and_then(key_check::expected)
            .map_or_else(|| "(unreadable)".to_owned(), |id| id.to_string())
    }
}

/// Reads what decides whether this Skydeck may touch the database, without touching it.
async fn look(path: &Path) -> Result<Found, sqlx::Error> {
    let empty = std::fs::metadata(path).map_or(true, |file| file.len() == 0);
    if empty {
        return Ok(Found::default());
    }
    let mut connection = sqlite::open_read_only(path).await?;
    let mut found = Found { schema: migrate::version(&mut connection).await?, ..Found::default() };
    if meta::table_exists(&mut connection, "meta").await? {
        found.instance_id = meta::get(&mut connection, meta::INSTANCE_ID).await?;
        found.key_check = meta::get(&mut connection, meta::KEY_CHECK).await?;
    }
    if meta::table_exists(&mut connection, "credentials").await? {
        found.secrets = credentials::count(&mut connection).await?;
    }
    connection.close().await?;
    Ok(found)
}

/// The vault, once its key has shown that it opens what is there.
fn unlock(config: &Config, found: &Found) -> Result<Vault, OpenError> {
    let sealed_exists = found.key_check.is_some() || found.secrets > 0;
    let master = match master_key::load(&config.master_key, &config.data_dir, sealed_exists) {
        Err(why @ KeyError::Missing(_)) if sealed_exists => {
            return Err(OpenError::KeyMissing { expected: found.expected(), why });
        }
        outcome => outcome?,
    };
    let vault = Vault::new(&master)?;
    match (&found.instance_id, &found.key_check) {
        (Some(instance), Some(record)) => {
            key_check::verify(&vault, instance, record)
                .map_err(|_| OpenError::KeyWrong { expected: found.expected(), offered: vault.key_id() })?;
        }
        _ if found.secrets > 0 || found.key_check.is_some() => return Err(OpenError::NoKeyCheck),
        _ => {}
    }
    Ok(vault)
}

/// Gives a new database its id, its key check and the beginning of its audit log.
async fn found_instance(db: &Db, vault: &Vault) -> Result<(), OpenError> {
    let instance = uuid::Uuid::new_v4().to_string();
    let record = key_check::make(vault, &instance)?;
    let mut tx = db.write().await?;
    meta::set(tx.conn(), meta::INSTANCE_ID, &instance).await?;
    meta::set(tx.conn(), meta::KEY_CHECK, &record).await?;
    audit::start(tx.conn(), vault).await?;
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
        let path = sqlite::file(folder);
        let found = look(&path).await?;
        if found.schema > migrate::newest() {
            return Err(OpenError::TooNew { found: found.schema, known: migrate::newest() });
        }
        let vault = unlock(&config, &found)?;
        let hasher = Hasher::new(config.argon2)?;
        let registry = providers::Registry::new(config.provider_options.clone())?;

        let pool = sqlite::open(&path).await?;
        migrate::run(&pool, folder, found.schema, config.clock.now()).await?;
        let db = Db::new(pool);
        if found.key_check.is_none() {
            found_instance(&db, &vault).await?;
        }
        let head = audit::head(&mut *db.read().acquire().await?, &vault).await?;
        match head {
            Some(head) => tracing::info!(audit.seq = head.seq, audit.mac = head.mac, "audit head"),
            None => {
                tracing::error!("the audit log's head is missing or was changed; changes will be refused")
            }
        }
        let parts = Parts {
            db: db.clone(),
            vault: Arc::new(vault),
            registry: registry.clone(),
            events: Arc::default(),
            clock: config.clock.clone(),
        };
        let (vault, events) = (Arc::clone(&parts.vault), Arc::clone(&parts.events));
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
            _lock: lock,
        })))
    }
}
