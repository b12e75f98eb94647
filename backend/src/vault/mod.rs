//! Secrets at rest. Nothing outside this folder sees the master key, a derived key or how an envelope is built, and a stored API key
//! leaves it only inside a [`providers::Credential`].

mod context;
mod credential;
mod envelope;
mod fingerprint;
mod hex;
pub mod key_check;
mod keys;
pub mod master_key;
mod ring;
mod script;
mod verify;

use secrecy::SecretString;

pub use context::Context;
pub(crate) use hex::{decode as from_hex, encode as to_hex};
pub use verify::{BadSecret, KeyUse, Verified};

use keys::{Hashing, Key};
use master_key::{KeyId, MasterKeys};
use ring::Ring;

/// Why an envelope was not opened or made. Says nothing about what is inside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The stored form is none that any version writes.
    #[error("the sealed value is damaged")]
    Malformed,
    /// A newer Skydeck wrote it.
    #[error("the sealed value has the unknown version {0}")]
    UnknownVersion(u8),
    /// Sealed with another master key.
    #[error("the sealed value needs master key {expected}, and this is {offered}")]
    OtherKey {
        /// The key that sealed it.
        expected: KeyId,
        /// The key that is here.
        offered: KeyId,
    },
    /// Changed, or moved from another row, team, provider or address.
    #[error("the sealed value was changed or belongs elsewhere")]
    Forged,
    /// The stored address of a credential is no address.
    #[error("the stored base URL is not a URL")]
    BadUrl,
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandom,
}

/// Seals and opens. Holds derived keys, never a master key.
pub struct Vault {
    ring: Ring,
    hashing: Hashing,
}

impl Vault {
    /// The vault of a new database, and the key check to store there.
    pub(crate) fn found(masters: &MasterKeys, instance_id: &str) -> Result<(Self, String), VaultError> {
        let ring = Ring::derive(masters)?;
        let (instance, record) = key_check::make(&ring, instance_id)?;
        Ok((Self::with(ring, &instance)?, record))
    }

    /// The vault of the database with this key check, if one of the master keys opens it.
    pub(crate) fn unlock(masters: &MasterKeys, instance_id: &str, record: &str) -> Result<Self, VaultError> {
        let ring = Ring::derive(masters)?;
        let instance = key_check::open(&ring, instance_id, record)?;
        Self::with(ring, &instance)
    }

    fn with(ring: Ring, instance: &Key) -> Result<Self, VaultError> {
        Ok(Self { ring, hashing: Hashing::derive(instance)? })
    }

    /// The master key that seals.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.ring.first().id
    }

    /// Every master key that opens, first the one that seals.
    #[must_use]
    pub fn key_ids(&self) -> Vec<KeyId> {
        self.ring.ids()
    }

    /// The key check under the first master key.
    pub(crate) fn rewrap_key_check(&self, instance_id: &str, record: &str) -> Result<String, VaultError> {
        key_check::rewrap(&self.ring, instance_id, record)
    }

    /// Seals `secret` so that it opens only in `context`.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn seal(&self, context: &Context<'_>, secret: &SecretString) -> Result<Vec<u8>, VaultError> {
        envelope::seal(&self.ring, context, secret)
    }

    /// Opens what was sealed in the same context.
    ///
    /// # Errors
    /// When anything differs from when it was sealed.
    pub fn open(&self, context: &Context<'_>, sealed: &[u8]) -> Result<SecretString, VaultError> {
        envelope::open(&self.ring, context, sealed)
    }

    /// What identifies a key without giving it away: 8 hex digits, and its last characters.
    ///
    /// # Errors
    /// Never in practice: when the key cannot be hashed.
    pub fn fingerprint(&self, key: &SecretString) -> Result<fingerprint::Fingerprint, VaultError> {
        fingerprint::of(&self.hashing, key)
    }

    /// The seal of one audit entry over the seal before it.
    pub(crate) fn audit_mac(&self, before: &[u8], entry: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.hashing.mac(keys::Use::Audit, &[before, entry])
    }

    /// Stands for a name that no account has, in counters, so that the table does not list what people mistyped.
    pub(crate) fn blind(&self, text: &str) -> Result<String, VaultError> {
        Ok(hex::encode(self.hashing.mac(keys::Use::Blind, &[text.as_bytes()])?.get(..16).unwrap_or_default()))
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("key_ids", &self.key_ids()).finish_non_exhaustive()
    }
}
