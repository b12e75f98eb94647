//! What bearer values look like at rest: hashed, so that a copy of the database opens nothing.

use sha2::{Digest, Sha256};
use tower_sessions::session::Id;

use crate::error::{BackendError, Result};
use crate::vault::to_hex;

/// A session id as it is stored.
pub(super) fn session_hash(id: &Id) -> String {
    to_hex(Sha256::digest(id.0.to_le_bytes()))
}

/// A token as it is stored.
pub(super) fn token_hash(token: &str) -> String {
    to_hex(Sha256::digest(token.as_bytes()))
}

/// 256 random bits for an address.
pub(super) fn new_token() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| BackendError::internal("the operating system gave no random bytes"))?;
    Ok(to_hex(bytes))
}
