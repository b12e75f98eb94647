//! A saved script as the vault opens, seals and re-wraps it: bound to its row and team (security.md K3). It goes to no one address.

use domain::ids::TeamId;
use secrecy::SecretString;

use super::context::Context;
use super::{Vault, VaultError, envelope};
use crate::db::scripts::StoredScript;

fn context<'a>(row: &'a str, team: &'a str, version: i64) -> Context<'a> {
    Context {
        table: "scripts",
        column: "sealed_body",
        row,
        team,
        provider: "",
        origin: "",
        key_version: version,
    }
}

impl Vault {
    /// Seals the text of the script of this id.
    ///
    /// # Errors
    /// When there are no random bytes.
    pub(crate) fn seal_script(
        &self,
        id: &str,
        team: TeamId,
        version: i64,
        body: &SecretString,
    ) -> Result<Vec<u8>, VaultError> {
        self.seal(&context(id, &team.to_string(), version), body)
    }

    /// Opens a stored script.
    ///
    /// # Errors
    /// When the row was changed by other hands.
    pub(crate) fn open_script(&self, row: &StoredScript) -> Result<SecretString, VaultError> {
        self.open(&context(&row.id, &row.team.to_string(), row.version), &row.sealed_body)
    }

    /// The row's envelope under the first master key.
    pub(crate) fn rewrap_script(&self, row: &StoredScript) -> Result<Vec<u8>, VaultError> {
        let team = row.team.to_string();
        envelope::rewrap(&self.ring, &context(&row.id, &team, row.version), &row.sealed_body)
    }
}
