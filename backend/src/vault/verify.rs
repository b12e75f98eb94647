//! Opens every sealed value there is, and counts by which master keys they are wrapped, for `skydeck key verify` (security.md K7).

use sqlx::AnyConnection;

use super::master_key::KeyId;
use super::{Vault, VaultError, envelope, key_check};
use crate::db::{Db, credentials, meta, scripts};
use crate::held_keys;

/// A sealed value that does not open: an API key or a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSecret {
    /// Id of its row.
    pub row: String,
    /// What the team calls it.
    pub label: String,
    /// Why it does not open.
    pub why: VaultError,
}

/// How much one master key is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// Which.
    pub id: KeyId,
    /// Sealed values that it wraps, the key check among them.
    pub values: usize,
    /// Whether it is among the keys that were offered.
    pub held: bool,
    /// Whether new values are sealed with it, here or by the Skydeck that was started last.
    pub seals: bool,
}

impl KeyUse {
    /// Whether nothing is lost when the key is.
    #[must_use]
    pub const fn removable(&self) -> bool {
        self.values == 0 && !self.seals
    }
}

/// What opening everything showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Secrets that open.
    pub good: usize,
    /// Secrets that do not.
    pub bad: Vec<BadSecret>,
    /// Every master key that is held or that a value names, first the one that seals.
    pub keys: Vec<KeyUse>,
}

impl Vault {
    /// Opens every sealed value once and keeps none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify_all(&self, db: &Db) -> Result<Verified, sqlx::Error> {
        self.verify_on(&mut *db.read().acquire().await?).await
    }

    /// The same on one connection.
    pub(crate) async fn verify_on(&self, connection: &mut AnyConnection) -> Result<Verified, sqlx::Error> {
        let sealing = held_keys::recorded(connection).await?.first().copied();
        let held = |(at, id)| KeyUse { id, values: 0, held: true, seals: at == 0 || sealing == Some(id) };
        let keys = self.key_ids().into_iter().enumerate().map(held).collect();
        let mut verified = Verified { keys, ..Verified::default() };
        for row in credentials::list_all(&mut *connection).await? {
            verified.count(envelope::key_id(&row.sealed_key), sealing);
            match self.open_credential(&row) {
                Ok(_) => verified.good += 1,
                Err(why) => {
                    verified.bad.push(BadSecret { row: row.id.to_string(), label: row.label.clone(), why });
                }
            }
        }
        if meta::table_exists(&mut *connection, "scripts").await? {
            for row in scripts::list_all(&mut *connection).await? {
                verified.count(envelope::key_id(&row.sealed_body), sealing);
                match self.open_script(&row) {
                    Ok(_) => verified.good += 1,
                    Err(why) => {
                        verified.bad.push(BadSecret { row: row.id.clone(), label: row.name.clone(), why })
                    }
                }
            }
        }
        let record = meta::get(connection, meta::KEY_CHECK).await?;
        verified.count(record.as_deref().and_then(key_check::expected), sealing);
        Ok(verified)
    }
}

impl Verified {
    fn count(&mut self, named: Option<KeyId>, sealing: Option<KeyId>) {
        let Some(id) = named else { return };
        match self.keys.iter_mut().find(|key| key.id == id) {
            Some(key) => key.values += 1,
            None => self.keys.push(KeyUse { id, values: 1, held: false, seals: sealing == Some(id) }),
        }
    }
}
