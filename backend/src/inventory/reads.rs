//! Reads that operations ask for beside the servers' own: disks, snapshots, addresses, whole lists. Within the key's limits, as every read.

use domain::disk::Disk;
use domain::floating_ip::FloatingIp;
use domain::ids::{CredentialId, ProviderResourceId, ServerKey};
use domain::replica::Replica;
use domain::rules::replica::ReplicaKind;
use domain::server::Server;
use providers::family::{AddressFilter, Provider};
use providers::{Credential, ProviderError};
use tokio::time::Instant;

use super::{Inventory, ReadProblem};
use crate::db::credentials;

impl Inventory {
    /// Every server of a location, as the provider lists them now. What pages show is left alone.
    pub(crate) async fn read_servers(
        &self,
        id: CredentialId,
        location: &str,
    ) -> Result<Vec<Server>, ReadProblem> {
        let (provider, credential) = self.open_to_read(id, 1).await?;
        let family = provider.compute().ok_or_else(|| lacks("servers"))?;
        self.took(id, self.in_time(family.list(&credential, location)).await)
    }

    /// One disk.
    pub(crate) async fn read_disk(
        &self,
        id: CredentialId,
        location: &str,
        disk: &ProviderResourceId,
    ) -> Result<Disk, ReadProblem> {
        let (provider, credential) = self.open_to_read(id, 1).await?;
        let family = provider.disks().ok_or_else(|| lacks("disks"))?;
        self.took(id, self.in_time(family.get(&credential, location, disk)).await)
    }

    /// Snapshots and automatic backups of a server.
    pub(crate) async fn read_replicas(&self, server: &ServerKey) -> Result<Vec<Replica>, ReadProblem> {
        let id = server.credential;
        let (provider, credential) = self.open_to_read(id, 2).await?;
        let family = provider.replicas().ok_or_else(|| lacks("snapshots"))?;
        let mut replicas = Vec::new();
        for kind in [ReplicaKind::Snapshot, ReplicaKind::Backup] {
            let read = self.in_time(family.list(&credential, &server.location, &server.id, kind)).await;
            replicas.extend(self.took(id, read)?);
        }
        Ok(replicas)
    }

    /// Every floating IP of a location.
    pub(crate) async fn read_addresses(
        &self,
        id: CredentialId,
        location: &str,
    ) -> Result<Vec<FloatingIp>, ReadProblem> {
        let (provider, credential) = self.open_to_read(id, 1).await?;
        let family = provider.addresses().ok_or_else(|| lacks("floating IPs"))?;
        self.took(id, self.in_time(family.list(&credential, location, &AddressFilter::default())).await)
    }

    /// One floating IP.
    pub(crate) async fn read_address(
        &self,
        id: CredentialId,
        location: &str,
        address: &ProviderResourceId,
    ) -> Result<FloatingIp, ReadProblem> {
        let (provider, credential) = self.open_to_read(id, 1).await?;
        let family = provider.addresses().ok_or_else(|| lacks("floating IPs"))?;
        self.took(id, self.in_time(family.get(&credential, location, address)).await)
    }

    /// Counts `reads` and opens the key for them. A refused key is read with by a person's check alone (`security.md` I9).
    pub(super) async fn open_to_read(
        &self,
        id: CredentialId,
        reads: u32,
    ) -> Result<(&dyn Provider, Credential), ReadProblem> {
        if self.state().keys.get(&id).is_some_and(|known| known.refused)
            && let Some(why) = self.refusal(id)
        {
            return Err(ReadProblem::NoWay(why));
        }
        if let Some(known) = self.state().keys.get_mut(&id) {
            known.limits.take(reads, Instant::now()).map_err(ReadProblem::Wait)?;
        }
        let row = credentials::find(self.0.parts.db.read(), id).await;
        let row = row.map_err(|error| ReadProblem::Database(error.into()))?;
        let row = row.ok_or_else(|| ReadProblem::NoWay("The credential was removed.".to_owned()))?;
        let credential = self.0.parts.vault.open_credential(&row).map_err(|error| {
            tracing::error!(credential = %row.id, cause = %error, "a key could not be opened");
            ReadProblem::NoWay("The key of this server cannot be opened.".to_owned())
        })?;
        Ok((self.0.parts.registry.provider(row.brand), credential))
    }

    /// Heeds what went wrong.
    pub(super) fn took<T>(&self, id: CredentialId, read: Result<T, ProviderError>) -> Result<T, ReadProblem> {
        read.map_err(|error| {
            self.heed(id, &error);
            if error.is_bad_key() {
                self.doubt(id);
            }
            ReadProblem::Provider(error)
        })
    }

    /// One read was refused for its key. The lists are read at once: they tell whether that is so of the key as a whole, and
    /// if it is, they end all reading with it and say so.
    fn doubt(&self, id: CredentialId) {
        if let Some(known) = self.state().keys.get_mut(&id) {
            known.sources.values_mut().for_each(|source| source.asked = true);
        }
        self.0.wake.notify_one();
    }
}

fn lacks(what: &str) -> ReadProblem {
    ReadProblem::NoWay(format!("The provider's API lists no {what}."))
}
