//! Credentials as people see them: never the key.

use serde::{Deserialize, Serialize};

use crate::credential::CredentialHealth;
use crate::ids::CredentialId;
use crate::provider::Brand;
use crate::timestamp::Timestamp;

/// One stored API key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialRow {
    /// Which one.
    pub id: CredentialId,
    /// What the team calls it.
    pub label: String,
    /// Whose key it is.
    pub brand: Brand,
    /// Where its calls go.
    pub base_url: String,
    /// How it is put into requests.
    pub scheme: String,
    /// The key's last four characters; fewer for very short keys.
    pub last_four: String,
    /// Tells two keys apart without giving either away: 8 hex digits.
    pub fingerprint: String,
    /// Whose account it opens, as the provider says.
    pub account: Option<String>,
    /// Whether it works.
    pub health: CredentialHealth,
    /// Servers seen through it.
    pub servers: u32,
    /// What is kept here beside them and goes with the key, in a sentence; empty for nothing.
    pub kept: String,
    /// Who added it.
    pub added_by: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When the key itself was last replaced.
    pub key_since: Timestamp,
}

/// The credentials page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialsPage {
    /// All credentials of the team, by label.
    pub rows: Vec<CredentialRow>,
    /// Whether the operator allows base URLs of other Warren brands.
    pub custom_base_urls: bool,
    /// The server's clock when this was made.
    pub now: Timestamp,
}

/// What a key turned out to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCheck {
    /// The stored credential.
    pub credential: CredentialId,
    /// What the team calls it.
    pub label: String,
    /// What was found, in a sentence.
    pub summary: String,
}
