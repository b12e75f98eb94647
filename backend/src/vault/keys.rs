//! Every derived key, each for one use (security.md K1): what wraps comes from a master key, and what has to outlast master keys
//! (security.md K7) from the instance key.

use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretBox};
use sha2::Sha256;

use super::VaultError;
use super::master_key::{KeyId, MasterKey};

/// A 32-byte key, wiped when dropped.
pub(super) type Key = SecretBox<[u8; 32]>;

fn derived(from: &Key, info: &str) -> Result<Key, VaultError> {
    let hkdf = Hkdf::<Sha256>::new(None, from.expose_secret());
    let mut filled = Ok(());
    let key = Key::init_with_mut(|bytes: &mut [u8; 32]| filled = hkdf.expand(info.as_bytes(), bytes));
    filled.map(|()| key).map_err(|_| VaultError::Malformed)
}

/// What one master key wraps with.
pub(super) struct Wrapping {
    pub(super) id: KeyId,
    pub(super) kek: Key,
}

impl Wrapping {
    pub(super) fn derive(master: &MasterKey) -> Result<Self, VaultError> {
        Ok(Self { id: master.id(), kek: derived(master.bytes(), "skydeck/v1/kek")? })
    }
}

/// What a keyed hash is for.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// Chaining the audit log.
    Audit,
    /// Telling API keys apart.
    Fingerprint,
    /// Hiding names in counters.
    Blind,
}

/// What one database hashes with, whichever master key it is under.
pub(super) struct Hashing {
    audit: Key,
    fingerprint: Key,
    blind: Key,
}

impl Hashing {
    pub(super) fn derive(instance: &Key) -> Result<Self, VaultError> {
        Ok(Self {
            audit: derived(instance, "skydeck/v1/audit")?,
            fingerprint: derived(instance, "skydeck/v1/fingerprint")?,
            blind: derived(instance, "skydeck/v1/blind")?,
        })
    }

    /// HMAC-SHA-256 over the parts, each behind its length.
    pub(super) fn mac(&self, usage: Use, parts: &[&[u8]]) -> Result<Vec<u8>, VaultError> {
        let key = match usage {
            Use::Audit => &self.audit,
            Use::Fingerprint => &self.fingerprint,
            Use::Blind => &self.blind,
        };
        let mut mac =
            Hmac::<Sha256>::new_from_slice(key.expose_secret()).map_err(|_| VaultError::Malformed)?;
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Ok(mac.finalize().into_bytes().to_vec())
    }
}
