//! The record that tells at start-up whether this is the master key that the database was sealed with (security.md K6).

use secrecy::{ExposeSecret, SecretString};

use super::context::Context;
use super::master_key::KeyId;
use super::{Vault, VaultError, envelope, hex};

const TEXT: &str = "skydeck key check";

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

/// Makes the record for a new database.
///
/// # Errors
/// When there are no random bytes.
pub fn make(vault: &Vault, instance_id: &str) -> Result<String, VaultError> {
    vault.seal(&context(instance_id), &SecretString::from(TEXT)).map(hex::encode)
}

/// Whether the vault's key opens the record.
///
/// # Errors
/// When it does not.
pub fn verify(vault: &Vault, instance_id: &str, record: &str) -> Result<(), VaultError> {
    let sealed = hex::decode(record).ok_or(VaultError::Malformed)?;
    let text = vault.open(&context(instance_id), &sealed)?;
    if text.expose_secret() == TEXT { Ok(()) } else { Err(VaultError::Forged) }
}

/// The master key that the record asks for, as far as it says.
#[must_use]
pub fn expected(record: &str) -> Option<KeyId> {
    envelope::key_id(&hex::decode(record)?)
}
