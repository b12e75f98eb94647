//! The stored form of a secret (security.md K1–K4): a fresh key seals the value, and the master key's derivative seals that key.
//!
//! `version | key id (8) | nonce (24) | sealed value key (48) | nonce (24) | sealed value`

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::VaultError;
use super::context::Context;
use super::keys::{Key, Wrapping};
use super::master_key::KeyId;
use super::ring::Ring;

const VERSION: u8 = 1;
const NONCE: usize = 24;
const WRAPPED: usize = 32 + 16;
const TAG: usize = 16;
/// What the value is bound to besides its place.
const SECRET: &str = "skydeck.secret.v1";
/// The same for the value's key, so that neither can stand in for the other.
const VALUE_KEY: &str = "skydeck.dek.v1";

fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::NoRandom)?;
    Ok(bytes)
}

fn encrypt(key: &Key, nonce: &[u8; NONCE], aad: &[u8], text: &[u8]) -> Result<Vec<u8>, VaultError> {
    XChaCha20Poly1305::new(key.expose_secret().into())
        .encrypt(XNonce::from_slice(nonce), Payload { msg: text, aad })
        .map_err(|_| VaultError::Malformed)
}

fn decrypt(key: &Key, nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    XChaCha20Poly1305::new(key.expose_secret().into())
        .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad })
        .map(Zeroizing::new)
        .map_err(|_| VaultError::Forged)
}

/// A fresh key.
pub(super) fn random_key() -> Result<Key, VaultError> {
    let mut filled = Ok(());
    let key = Key::init_with_mut(|bytes: &mut [u8; 32]| filled = getrandom::fill(bytes));
    filled.map(|()| key).map_err(|_| VaultError::NoRandom)
}

/// The stored form up to the sealed value: whose key wraps, and the wrapped key.
fn wrap(by: &Wrapping, context: &Context<'_>, value_key: &Key) -> Result<Vec<u8>, VaultError> {
    let nonce = random()?;
    let wrapped = encrypt(&by.kek, &nonce, &context.bytes(VALUE_KEY), value_key.expose_secret())?;
    Ok([&[VERSION], by.id.bytes().as_slice(), &nonce, &wrapped].concat())
}

fn unwrap(ring: &Ring, context: &Context<'_>, parts: &Parts<'_>) -> Result<Key, VaultError> {
    let by = ring.find(parts.id)?;
    let unwrapped = decrypt(&by.kek, parts.outer, &context.bytes(VALUE_KEY), parts.wrapped)?;
    let unwrapped: &[u8; 32] = unwrapped.as_slice().try_into().map_err(|_| VaultError::Forged)?;
    Ok(Key::init_with_mut(|bytes: &mut [u8; 32]| bytes.copy_from_slice(unwrapped)))
}

pub(super) fn seal(ring: &Ring, context: &Context<'_>, secret: &SecretString) -> Result<Vec<u8>, VaultError> {
    let (value_key, nonce) = (random_key()?, random()?);
    let wrapped = wrap(ring.first(), context, &value_key)?;
    let value = encrypt(&value_key, &nonce, &context.bytes(SECRET), secret.expose_secret().as_bytes())?;
    Ok([wrapped.as_slice(), &nonce, &value].concat())
}

/// The parts of a stored form.
struct Parts<'a> {
    id: KeyId,
    outer: &'a [u8],
    wrapped: &'a [u8],
    inner: &'a [u8],
    value: &'a [u8],
}

fn split(sealed: &[u8]) -> Result<Parts<'_>, VaultError> {
    let (version, rest) = sealed.split_first().ok_or(VaultError::Malformed)?;
    if *version != VERSION {
        return Err(VaultError::UnknownVersion(*version));
    }
    let (id, rest) = rest.split_first_chunk::<8>().ok_or(VaultError::Malformed)?;
    let (outer, rest) = rest.split_at_checked(NONCE).ok_or(VaultError::Malformed)?;
    let (wrapped, rest) = rest.split_at_checked(WRAPPED).ok_or(VaultError::Malformed)?;
    let (inner, value) = rest.split_at_checked(NONCE).ok_or(VaultError::Malformed)?;
    if value.len() < TAG {
        return Err(VaultError::Malformed);
    }
    Ok(Parts { id: KeyId::new(*id), outer, wrapped, inner, value })
}

pub(super) fn open(ring: &Ring, context: &Context<'_>, sealed: &[u8]) -> Result<SecretString, VaultError> {
    let parts = split(sealed)?;
    let value_key = unwrap(ring, context, &parts)?;
    let value = decrypt(&value_key, parts.inner, &context.bytes(SECRET), parts.value)?;
    let text = std::str::from_utf8(&value).map_err(|_| VaultError::Forged)?;
    // `from` on a `&str` copies into an exact allocation, so that no longer copy is left behind.
    Ok(SecretString::from(text))
}

/// The same sealed value with its key under the ring's first master key (security.md K7).
pub(super) fn rewrap(ring: &Ring, context: &Context<'_>, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let parts = split(sealed)?;
    let value_key = unwrap(ring, context, &parts)?;
    let wrapped = wrap(ring.first(), context, &value_key)?;
    Ok([wrapped.as_slice(), parts.inner, parts.value].concat())
}

/// The key id that a stored form names, without opening it.
pub(super) fn key_id(sealed: &[u8]) -> Option<KeyId> {
    sealed.get(1..9).and_then(|id| id.try_into().ok()).map(KeyId::new)
}
