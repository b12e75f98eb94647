//! Opens every sealed value there is, for `skydeck key verify` (security.md K7).

use domain::ids::CredentialId;

use super::{Vault, VaultError};
use crate::db::{Db, credentials};

/// A sealed value that does not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSecret {
    /// Whose key.
    pub credential: CredentialId,
    /// What the team calls it.
    pub label: String,
    /// Why it does not open.
    pub why: VaultError,
}

/// What opening everything showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Values that open.
    pub good: usize,
    /// Values that do not.
    pub bad: Vec<BadSecret>,
}

impl Vault {
    /// Opens every sealed value once and keeps none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify_all(&self, db: &Db) -> Result<Verified, sqlx::Error> {
        let mut verified = Verified::default();
        for row in credentials::list_all(db.read()).await? {
            match self.open_credential(&row) {
                Ok(_) => verified.good += 1,
                Err(why) => {
                    verified.bad.push(BadSecret { credential: row.id, label: row.label.clone(), why });
                }
            }
        }
        Ok(verified)
    }
}
