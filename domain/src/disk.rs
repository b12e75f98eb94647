//! Disks: as a provider lists them by themselves, and as servers list those that are attached to them. Which
//! server has a disk is told by the server alone.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::replica::Replica;
use crate::server::Server;
use crate::timestamp::Timestamp;

/// A block disk, attached or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disk {
    /// The provider's id.
    pub id: ProviderResourceId,
    /// The name that people gave it; most disks have none.
    pub name: Option<String>,
    /// Whether it exists.
    pub state: DiskState,
    /// The provider's words on its state.
    pub note: Option<String>,
    /// Size in GiB.
    pub size_gib: Option<u32>,
    /// What it began with.
    pub source: Option<DiskOrigin>,
    /// The billing account that pays for it.
    pub billing_account: Option<u64>,
    /// Snapshots of it, newest first. `None` where the provider's answer leaves them out.
    pub snapshots: Option<Vec<DiskSnapshot>>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
}

impl Disk {
    /// The server that it is attached to, of those whose disks are known.
    #[must_use]
    pub fn server<'a>(&self, servers: impl IntoIterator<Item = &'a Server>) -> Option<&'a Server> {
        servers
            .into_iter()
            .find(|server| server.details.disks.iter().flatten().any(|attached| attached.id == self.id))
    }
}

/// The disks that these servers have, for whoever asks of many disks whether one is attached.
#[must_use]
pub fn attached<'a>(servers: impl IntoIterator<Item = &'a Server>) -> HashSet<&'a ProviderResourceId> {
    servers
        .into_iter()
        .flat_map(|server| server.details.disks.iter().flatten())
        .map(|disk| &disk.id)
        .collect()
}

/// Whether a disk exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiskState {
    /// It can be used.
    Active,
    /// A tombstone: the provider still shows it when asked for it alone.
    Deleted,
    /// A word that no rule knows, shown as it is.
    Other(String),
}

/// What a disk began with, as the provider tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiskOrigin {
    /// Nothing.
    Empty,
    /// A system's image, such as `ubuntu_24.04-lts`. Unknown when the provider does not say which.
    Image(Option<String>),
    /// Another disk, which may be gone.
    Disk(Option<ProviderResourceId>),
    /// A snapshot of a disk, which may be gone.
    Snapshot(Option<ProviderResourceId>),
    /// A word that no rule knows, shown as it is.
    Other(String),
}

/// A snapshot as disks list them. Its id is another one than that of the same snapshot at its server
/// ([`Replica::id`]); only this one can become a disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiskSnapshot {
    /// The provider's id.
    pub id: ProviderResourceId,
    /// Size in GiB, which its disk may have outgrown.
    pub size_gib: Option<u32>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

/// A disk as its server shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedDisk {
    /// The provider's id: the disk's own.
    pub id: ProviderResourceId,
    /// The name of the device in the provider's eyes, such as `vdb`. The guest may call it otherwise.
    pub device: Option<String>,
    /// The name that people gave it.
    pub name: Option<String>,
    /// Size in GiB.
    pub size_gib: Option<u32>,
    /// Whether the server starts from it, so that it can be neither detached nor deleted. Unknown counts as
    /// yes.
    pub primary: bool,
    /// Snapshots of it that the server's answer shows, newest first. Whether backups are among them is not
    /// documented; lists by kind have them.
    pub replicas: Vec<Replica>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}
