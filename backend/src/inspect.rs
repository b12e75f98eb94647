//! A look at a data folder, read-only and beside a running Skydeck: what `skydeck key verify` and `skydeck audit verify` need.

use std::path::Path;

use sqlx::{AnyConnection, Connection};

use crate::audit::{self, Head, Verdict};
use crate::db::migrate;
use crate::error::Result;
use crate::open::OpenError;
use crate::unlock::unlock;
use crate::vault::master_key::MasterKeySource;
use crate::vault::{Vault, Verified};

/// An open data folder of which nothing is changed.
#[derive(Debug)]
pub struct Inspection {
    vault: Vault,
    connection: AnyConnection,
}

impl Inspection {
    /// Opens the database for reading. Takes no lock, so a Skydeck may be running.
    ///
    /// # Errors
    /// One line for the operator: there is no database, it is of another version, or the master keys do not fit.
    pub async fn open(data_dir: &Path, source: &MasterKeySource) -> std::result::Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        // A key is made only where nothing is sealed, and then there is nothing to look at either.
        let source = match source {
            MasterKeySource::FileOrNew(path) => &MasterKeySource::File(path.clone()),
            given => given,
        };
        let unlocked = unlock(data_dir, source).await?;
        match (unlocked.connection, unlocked.new) {
            (Some(connection), None) if unlocked.schema == migrate::newest() => {
                Ok(Self { vault: unlocked.vault, connection })
            }
            (Some(_), None) => Err(OpenError::Other(
                "the database was written by an older Skydeck; start this one once, which brings it up"
                    .to_owned(),
            )),
            _ => Err(OpenError::Other(format!("there is no data in {}", data_dir.display()))),
        }
    }

    /// Opens every sealed secret once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn secrets(&mut self) -> Result<Verified> {
        // One transaction, so that a rotation meanwhile does not make one key's values seem another's.
        let mut tx = self.connection.begin().await?;
        Ok(self.vault.verify_on(&mut tx).await?)
    }

    /// Checks the whole audit log, also against what was `noted` earlier.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit(&mut self, noted: Option<&Head>) -> Result<Verdict> {
        let mut tx = self.connection.begin().await?;
        audit::verify(&mut tx, &self.vault, noted).await
    }
}
