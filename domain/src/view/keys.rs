//! The team's SSH keys and saved scripts: what new servers can be given.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

/// One public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshKeyRow {
    /// Its id.
    pub id: String,
    /// What the team calls it.
    pub name: String,
    /// Its algorithm, such as `ssh-ed25519`.
    pub kind: String,
    /// As `ssh-keygen -l` prints it: `SHA256:…`.
    pub fingerprint: String,
    /// The whole line, as servers take it.
    pub public_key: String,
    /// Who added it.
    pub added_by: String,
    /// When it was added.
    pub created_at: Timestamp,
}

/// One saved script, without its text: that may hold passwords.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptRow {
    /// Its id.
    pub id: String,
    /// What the team calls it.
    pub name: String,
    /// Length of its text in bytes.
    pub bytes: u32,
    /// Who saved it last.
    pub saved_by: String,
    /// When it was saved last.
    pub saved_at: Timestamp,
}

/// One script with its text, to be edited. It may hold passwords: it is asked for by who may change it, one at a time.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptText {
    /// Its id.
    pub id: String,
    /// What the team calls it.
    pub name: String,
    /// The text.
    pub text: String,
}

impl std::fmt::Debug for ScriptText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScriptText").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// The page of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysPage {
    /// The team's public keys, by name.
    pub keys: Vec<SshKeyRow>,
    /// The team's scripts, by name.
    pub scripts: Vec<ScriptRow>,
    /// The server's clock when this was made.
    pub now: Timestamp,
}
