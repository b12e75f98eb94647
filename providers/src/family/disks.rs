//! Disks as the provider lists them by themselves.

use async_trait::async_trait;
use domain::disk::Disk;
use domain::ids::ProviderResourceId;

use super::Result;
use crate::credential::Credential;

/// Disks as the provider lists them by themselves. Which server has one is told by the servers
/// ([`domain::server_details::ServerDetails::disks`]).
#[async_trait]
pub trait Disks: Send + Sync {
    /// Every disk of a location, the servers' boot disks among them. Deleted ones are left out by the
    /// provider.
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Disk>>;

    /// One disk. A deleted one may still be shown, and says so.
    ///
    /// # Errors
    /// `Refused` with `Gone` when there is none, besides what every call can meet.
    async fn get(&self, credential: &Credential, location: &str, id: &ProviderResourceId) -> Result<Disk>;
}
