//! Managed databases.

use async_trait::async_trait;
use domain::database::Database;
use domain::ids::ProviderResourceId;

use super::{Result, Revealed};
use crate::credential::Credential;

/// A secret of a database as the provider gave it out. `Debug` redacts it.
#[derive(Clone, Debug)]
pub struct DatabaseSecret {
    /// What the provider calls it, such as `sql_pass`.
    pub name: String,
    /// Its value.
    pub secret: Revealed,
}

/// Managed databases. None of their calls acts in a location: a database says itself where it stands.
#[async_trait]
pub trait Databases: Send + Sync {
    /// Every database of the account.
    async fn list(&self, credential: &Credential) -> Result<Vec<Database>>;

    /// One database; a tombstone for some that were deleted.
    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Database>;

    /// Who may connect: addresses and blocks as the provider spells them. An empty list lets everyone
    /// connect.
    async fn allow_list(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Vec<String>>;

    /// Its secrets, read on a person's word alone: answers are never kept.
    async fn secrets(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Vec<DatabaseSecret>>;
}
