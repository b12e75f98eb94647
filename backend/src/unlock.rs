//! Whether the master keys open what is there, found out without changing a byte (security.md K6).

use std::path::Path;

use sqlx::AnyConnection;

use crate::db::{credentials, meta, migrate, sqlite};
use crate::held_keys;
use crate::open::OpenError;
use crate::vault::master_key::{self, KeyError, KeyId, MasterKeySource};
use crate::vault::{Vault, key_check};

/// What an existing database says of itself.
#[derive(Default)]
struct Found {
    schema: i64,
    instance_id: Option<String>,
    key_check: Option<String>,
    secrets: i64,
}

impl Found {
    async fn read(connection: &mut AnyConnection) -> Result<Self, sqlx::Error> {
        let mut found = Self { schema: migrate::version(connection).await?, ..Self::default() };
        if meta::table_exists(connection, "meta").await? {
            found.instance_id = meta::get(connection, meta::INSTANCE_ID).await?;
            found.key_check = meta::get(connection, meta::KEY_CHECK).await?;
        }
        if meta::table_exists(connection, "credentials").await? {
            found.secrets = credentials::count(&mut *connection).await?;
        }
        Ok(found)
    }

    fn expected(&self) -> String {
        self.key_check
            .as_deref()
            .and_then(key_check::expected)
            .map_or_else(|| "(unreadable)".to_owned(), |id| id.to_string())
    }
}

/// What a new database is to be given.
pub struct NewInstance {
    pub id: String,
    pub key_check: String,
}

/// The vault, once its keys have shown that they open what is there.
pub struct Unlocked {
    pub vault: Vault,
    /// 0 for an empty database.
    pub schema: i64,
    /// For a database that has no secrets and no key check yet.
    pub new: Option<NewInstance>,
    /// What was read from, for reading alone; `None` when there is no database yet.
    pub connection: Option<AnyConnection>,
}

/// The names of several keys, for people.
pub fn list(ids: &[KeyId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Refuses when a secret needs a key that is not held.
pub async fn nothing_missing(connection: &mut AnyConnection, held: &[KeyId]) -> Result<(), OpenError> {
    match held_keys::missing(connection, held).await? {
        Some(id) => Err(OpenError::KeyWrong { expected: id.to_string(), offered: list(held) }),
        None => Ok(()),
    }
}

/// Reads what decides whether this Skydeck may touch the database, without touching it.
///
/// # Errors
/// When it may not.
pub async fn unlock(data_dir: &Path, source: &MasterKeySource) -> Result<Unlocked, OpenError> {
    let path = sqlite::file(data_dir);
    let empty = std::fs::metadata(&path).map_or(true, |file| file.len() == 0);
    let mut connection = if empty { None } else { Some(sqlite::open_read_only(&path).await?) };
    let found = match &mut connection {
        Some(connection) => Found::read(connection).await?,
        None => Found::default(),
    };
    if found.schema > migrate::newest() {
        return Err(OpenError::TooNew { found: found.schema, known: migrate::newest() });
    }
    let sealed_exists = found.key_check.is_some() || found.secrets > 0;
    let masters = match master_key::load(source, data_dir, sealed_exists) {
        Err(why @ KeyError::Missing(_)) if sealed_exists => {
            return Err(OpenError::KeyMissing { expected: found.expected(), why });
        }
        outcome => outcome?,
    };
    let (vault, new) = match (&found.instance_id, &found.key_check) {
        (Some(instance), Some(record)) => {
            let vault = Vault::unlock(&masters, instance, record).map_err(|_| OpenError::KeyWrong {
                expected: found.expected(),
                offered: list(&masters.ids()),
            })?;
            (vault, None)
        }
        _ if sealed_exists => return Err(OpenError::NoKeyCheck),
        _ => {
            let id = uuid::Uuid::new_v4().to_string();
            let (vault, key_check) = Vault::found(&masters, &id)?;
            (vault, Some(NewInstance { id, key_check }))
        }
    };
    if let (Some(connection), None) = (&mut connection, &new) {
        nothing_missing(connection, &vault.key_ids()).await?;
    }
    Ok(Unlocked { vault, schema: found.schema, new, connection })
}
