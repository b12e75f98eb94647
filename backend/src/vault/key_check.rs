//! The record that tells at start-up whether this is the master key that the database was sealed with (security.md K6). What it seals is
//! the instance key: random, made once, and the source of every hash that has to stay the same when the master key changes.

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::context::Context;
use super::keys::Key;
use super::master_key::KeyId;
use super::ring::Ring;
use super::{VaultError, envelope, hex};

const fn context(instance_id: &str) -> Context<'_> {
    Context {
        table: "meta",
        column: "key_check",
        row: instance_id,
        team: "",
        provider: "",
        origin: "",
        key_version: 1,
    }
}

/// Makes the instance key of a new database, and its record.
pub(super) fn make(ring: &Ring, instance_id: &str) -> Result<(Key, String), VaultError> {
    let key = envelope::random_key()?;
    let text = SecretString::from(hex::encode(key.expose_secret()));
    let record = envelope::seal(ring, &context(instance_id), &text).map(hex::encode)?;
    Ok((key, record))
}

/// The instance key, when the ring opens the record.
pub(super) fn open(ring: &Ring, instance_id: &str, record: &str) -> Result<Key, VaultError> {
    let sealed = hex::decode(record).ok_or(VaultError::Malformed)?;
    let text = envelope::open(ring, &context(instance_id), &sealed)?;
    let bytes = Zeroizing::new(hex::decode(text.expose_secret()).ok_or(VaultError::Malformed)?);
    let bytes: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| VaultError::Malformed)?;
    Ok(Key::init_with_mut(|key: &mut [u8; 32]| key.copy_from_slice(bytes)))
}

/// The same record under the ring's first key.
pub(super) fn rewrap(ring: &Ring, instance_id: &str, record: &str) -> Result<String, VaultError> {
    let sealed = hex::decode(record).ok_or(VaultError::Malformed)?;
    envelope::rewrap(ring, &context(instance_id), &sealed).map(hex::encode)
}

/// The master key that the record asks for, as far as it says.
#[must_use]
pub fn expected(record: &str) -> Option<KeyId> {
    envelope::key_id(&hex::decode(record)?)
}
