//! What can be done to disks, by themselves and at their server.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change of a disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiskChange {
    /// Makes one that is attached to no server. Costs money from then on.
    Create(NewDisk),
    /// Lets another billing account pay for it.
    SetBillingAccount {
        /// Which disk.
        id: ProviderResourceId,
        /// Who pays from now on.
        billing_account: u64,
    },
    /// Destroys one that is attached to no server, with all its snapshots.
    Delete {
        /// Which.
        id: ProviderResourceId,
    },
    /// Makes an empty one at a server. Costs money from then on.
    Add {
        /// Which server.
        server: ProviderResourceId,
        /// Size in GiB.
        size_gib: u32,
    },
    /// Makes one larger. There is no way back: disks only grow.
    Grow {
        /// The server that has it.
        server: ProviderResourceId,
        /// Which disk.
        disk: ProviderResourceId,
        /// Its new size in GiB.
        size_gib: u32,
    },
    /// Takes one from its server and destroys it. Not the boot disk.
    DeleteAttached {
        /// The server that has it.
        server: ProviderResourceId,
        /// Which disk.
        disk: ProviderResourceId,
    },
    /// Gives one to a server of its location.
    Attach {
        /// Which server.
        server: ProviderResourceId,
        /// Which disk.
        disk: ProviderResourceId,
    },
    /// Takes one from its server. It goes on existing, and costs what it cost.
    Detach {
        /// The server that has it.
        server: ProviderResourceId,
        /// Which disk.
        disk: ProviderResourceId,
    },
}

/// A disk to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDisk {
    /// What it begins with.
    pub source: NewDiskSource,
    /// Size in GiB. An empty disk needs one; a copy is as large as what it copies, or larger.
    pub size_gib: Option<u32>,
    /// Its name. The document does not list this field; a brand takes it.
    pub name: Option<String>,
    /// The billing account that pays; needed with a key that may use several.
    pub billing_account: Option<u64>,
}

/// What a new disk begins with ([`crate::rules::disk::DiskSource`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewDiskSource {
    /// Nothing.
    Empty,
    /// A system's image: its name and its version.
    Image {
        /// Such as `ubuntu`.
        name: String,
        /// Such as `24.04-lts`.
        version: String,
    },
    /// A copy of another disk.
    Disk(ProviderResourceId),
    /// A copy of a disk's snapshot, by the id that the disk lists ([`crate::disk::DiskSnapshot::id`]).
    Snapshot(ProviderResourceId),
}

impl DiskChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &[
        "disk.create",
        "disk.set_billing_account",
        "disk.delete",
        "disk.add",
        "disk.grow",
        "disk.delete_attached",
        "disk.attach",
        "disk.detach",
    ];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Create(_) => "disk.create",
            Self::SetBillingAccount { .. } => "disk.set_billing_account",
            Self::Delete { .. } => "disk.delete",
            Self::Add { .. } => "disk.add",
            Self::Grow { .. } => "disk.grow",
            Self::DeleteAttached { .. } => "disk.delete_attached",
            Self::Attach { .. } => "disk.attach",
            Self::Detach { .. } => "disk.detach",
        }
    }

    /// The disk that it is about; `None` while it is still to be made.
    #[must_use]
    pub const fn disk(&self) -> Option<&ProviderResourceId> {
        match self {
            Self::Create(_) | Self::Add { .. } => None,
            Self::SetBillingAccount { id, .. } | Self::Delete { id } => Some(id),
            Self::Grow { disk, .. }
            | Self::DeleteAttached { disk, .. }
            | Self::Attach { disk, .. }
            | Self::Detach { disk, .. } => Some(disk),
        }
    }

    /// The server whose disks it changes.
    #[must_use]
    pub const fn server(&self) -> Option<&ProviderResourceId> {
        match self {
            Self::Create(_) | Self::SetBillingAccount { .. } | Self::Delete { .. } => None,
            Self::Add { server, .. }
            | Self::Grow { server, .. }
            | Self::DeleteAttached { server, .. }
            | Self::Attach { server, .. }
            | Self::Detach { server, .. } => Some(server),
        }
    }
}
