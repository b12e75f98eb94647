//! Snapshots and automatic backups of servers.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::replica::Replica;
use domain::rules::replica::ReplicaKind;

use super::Result;
use crate::credential::Credential;

/// Snapshots and automatic backups of servers. Snapshots stand with the disks of each server too
/// ([`domain::disk::AttachedDisk::replicas`]), where no further read is needed.
#[async_trait]
pub trait Replicas: Send + Sync {
    /// Those of one kind that a server has, in the provider's order.
    ///
    /// # Errors
    /// `Refused` with `Gone` when there is no such server, besides what every call can meet.
    async fn list(
        &self,
        credential: &Credential,
        location: &str,
        server: &ProviderResourceId,
        kind: ReplicaKind,
    ) -> Result<Vec<Replica>>;
}
