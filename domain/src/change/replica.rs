//! What can be done with snapshots and automatic backups.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change of snapshots or backups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaChange {
    /// Makes a snapshot of a server's boot disk. Costs money per GiB from then on.
    Create {
        /// Which server.
        server: ProviderResourceId,
    },
    /// Destroys a snapshot or a backup.
    Delete {
        /// Which.
        id: ProviderResourceId,
    },
    /// Writes a snapshot or a backup over the disk that it was made of. What was on it since is lost.
    Rebuild {
        /// The server.
        server: ProviderResourceId,
        /// What it is rebuilt from.
        replica: ProviderResourceId,
    },
    /// Lets the provider back a server up by itself, or no longer. The provider's call is a switch without a
    /// target: the server is read first, and nothing is sent when it is as it should be.
    AutoBackup {
        /// Which server.
        server: ProviderResourceId,
        /// Whether backups are made from now on. Those that exist stay.
        enable: bool,
    },
}

impl ReplicaChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] =
        &["replica.create", "replica.delete", "replica.rebuild", "replica.auto_backup"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Create { .. } => "replica.create",
            Self::Delete { .. } => "replica.delete",
            Self::Rebuild { .. } => "replica.rebuild",
            Self::AutoBackup { .. } => "replica.auto_backup",
        }
    }

    /// The server that it is about, where the change names one.
    #[must_use]
    pub const fn server(&self) -> Option<&ProviderResourceId> {
        match self {
            Self::Create { server } | Self::Rebuild { server, .. } | Self::AutoBackup { server, .. } => {
                Some(server)
            }
            Self::Delete { .. } => None,
        }
    }
}
