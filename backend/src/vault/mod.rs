//! Secrets at rest. Nothing outside this folder sees the master key, a derived key or how an envelope is built, and a stored API key
//! leaves it only inside a [`providers::Credential`].

mod context;
mod envelope;
mod fingerprint;
mod hex;
pub mod key_check;
mod keys;
pub mod master_key;
mod verify;

use domain::ids::{CredentialId, TeamId};
use domain::provider::Brand;
use providers::credential::{Credential, Endpoint};
use secrecy::SecretString;
use url::Url;

pub use context::Context;
pub(crate) use hex::{decode as from_hex, encode as to_hex};
pub use verify::{BadSecret, Verified};

use crate::db::credentials::StoredCredential;
use keys::Keys;
use master_key::{KeyId, MasterKey};

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

/// Seals and opens. Holds derived keys, never the master key.
pub struct Vault {
    keys: Keys,
}

impl Vault {
    /// A vault under this master key.
    ///
    /// # Errors
    /// Never in practice: when a key cannot be derived.
    pub fn new(master: &MasterKey) -> Result<Self, VaultError> {
        Ok(Self { keys: Keys::derive(master)? })
    }

    /// Which master key this is.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.keys.id
    }

    /// Seals `secret` so that it opens only in `context`.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn seal(&self, context: &Context<'_>, secret: &SecretString) -> Result<Vec<u8>, VaultError> {
        envelope::seal(&self.keys, context, secret)
    }

    /// Opens what was sealed in the same context.
    ///
    /// # Errors
    /// When anything differs from when it was sealed.
    pub fn open(&self, context: &Context<'_>, sealed: &[u8]) -> Result<SecretString, VaultError> {
        envelope::open(&self.keys, context, sealed)
    }

    /// What identifies a key without giving it away: 8 hex digits, and its last characters.
    ///
    /// # Errors
    /// Never in practice: when the key cannot be hashed.
    pub fn fingerprint(&self, key: &SecretString) -> Result<fingerprint::Fingerprint, VaultError> {
        fingerprint::of(&self.keys, key)
    }

    /// Opens a stored credential for a call to its provider.
    ///
    /// # Errors
    /// When the row was changed by other hands: key, team, provider or address.
    pub fn open_credential(&self, row: &StoredCredential) -> Result<Credential, VaultError> {
        let base_url: Url = row.base_url.parse().map_err(|_| VaultError::BadUrl)?;
        let origin = base_url.origin().ascii_serialization();
        let text = IdText::new(row.id, row.team);
        let key = self.open(&text.context(row.brand, &origin, row.key_version), &row.sealed_key)?;
        Ok(Credential {
            endpoint: Endpoint { brand: row.brand, base_url, scheme: row.scheme },
            key,
            id: row.id.to_string(),
        })
    }

    /// Seals a key for the row of this id.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub fn seal_credential(
        &self,
        id: CredentialId,
        team: TeamId,
        credential: &Credential,
        key_version: i64,
    ) -> Result<Vec<u8>, VaultError> {
        let origin = credential.endpoint.base_url.origin().ascii_serialization();
        let text = IdText::new(id, team);
        self.seal(&text.context(credential.endpoint.brand, &origin, key_version), &credential.key)
    }

    /// The seal of one audit entry over the seal before it.
    pub(crate) fn audit_mac(&self, before: &[u8], entry: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.keys.mac(keys::Use::Audit, &[before, entry])
    }

    /// Stands for a name that no account has, in counters, so that the table does not list what people mistyped.
    pub(crate) fn blind(&self, text: &str) -> Result<String, VaultError> {
        Ok(hex::encode(self.keys.mac(keys::Use::Blind, &[text.as_bytes()])?.get(..16).unwrap_or_default()))
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("key_id", &self.key_id()).finish_non_exhaustive()
    }
}

/// The ids of a row as its context spells them.
struct IdText {
    row: String,
    team: String,
}

impl IdText {
    fn new(row: CredentialId, team: TeamId) -> Self {
        Self { row: row.to_string(), team: team.to_string() }
    }

    fn context<'a>(&'a self, brand: Brand, origin: &'a str, key_version: i64) -> Context<'a> {
        Context {
            table: "credentials",
            column: "sealed_key",
            row: &self.row,
            team: &self.team,
            provider: brand.slug(),
            origin,
            key_version,
        }
    }
}
