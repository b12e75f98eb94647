//! What people see of a key (security.md K9): enough to tell two apart, too little to use.

use secrecy::{ExposeSecret, SecretString};

use super::keys::{Hashing, Use};
use super::{VaultError, hex};

/// Identifies a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// 8 hex digits of a keyed hash.
    pub hash: String,
    /// The last four characters; fewer for a short key, of which four would be too much.
    pub last_four: String,
}

/// Characters of a key that are hidden for each one that is shown.
const HIDDEN_PER_SHOWN: usize = 3;

pub(super) fn of(hashing: &Hashing, key: &SecretString) -> Result<Fingerprint, VaultError> {
    let text = key.expose_secret();
    let mac = hashing.mac(Use::Fingerprint, &[text.as_bytes()])?;
    let length = text.chars().count();
    let shown = (length / (HIDDEN_PER_SHOWN + 1)).min(4);
    Ok(Fingerprint {
        hash: hex::encode(mac.get(..4).unwrap_or_default()),
        last_four: text.chars().skip(length - shown).collect(),
    })
}
