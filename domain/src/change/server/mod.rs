//! What can be done to servers. Warren sizes them freely and Virtua by plan, so making and resizing them are different
//! changes there; a platform offers one of the two.

mod create;
mod order;

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;
use crate::power::PowerCall;

pub use crate::server_details::ImageChoice;
pub use create::{NewServer, ServerSource};
pub use order::{Ipv6Block, RebuildFrom, ServerOrder};

/// A change of a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerChange {
    /// Makes one of a free size (Warren). Costs money from then on.
    Create(Box<NewServer>),
    /// Orders one by a plan (Virtua). Costs money from then on.
    Order(ServerOrder),
    /// Changes name or size (Warren): "Currently only name, vcpu and ram can be changed". At least one of them. Processors
    /// and memory only while it is stopped.
    Modify {
        /// Which.
        id: ProviderResourceId,
        /// Its new name.
        name: Option<String>,
        /// Virtual processors from now on.
        vcpus: Option<u32>,
        /// Memory in MiB from now on.
        memory_mib: Option<u32>,
    },
    /// Moves it to another plan (Virtua).
    Resize {
        /// Which.
        id: ProviderResourceId,
        /// The new plan as orders spell it.
        plan: ProviderResourceId,
        /// Whether the disk grows with the plan. It never shrinks again.
        grow_disk: bool,
    },
    /// Switches it.
    Power {
        /// Which.
        id: ProviderResourceId,
        /// How.
        call: PowerCall,
    },
    /// Starts it from a live system, for this one start (Warren).
    StartRescue {
        /// Which.
        id: ProviderResourceId,
    },
    /// Writes an image over its disk (Warren). What was on it is lost.
    Reinstall {
        /// Which.
        id: ProviderResourceId,
        /// With what; `None` for what it runs.
        image: Option<ImageChoice>,
    },
    /// Writes a system over its disk (Virtua). What was on it is lost.
    Rebuild {
        /// Which.
        id: ProviderResourceId,
        /// With what.
        from: RebuildFrom,
    },
    /// Copies it, disks included (Warren).
    Clone {
        /// Which.
        id: ProviderResourceId,
        /// The copy's name.
        name: String,
    },
    /// Sets the password of a user inside it, which goes beside the change. Only while it is running (Warren).
    SetPassword {
        /// Which.
        id: ProviderResourceId,
        /// Whose password; the user must exist.
        username: String,
    },
    /// Destroys it with its disks. Its floating IP stays at Warren, and bills on.
    Delete {
        /// Which.
        id: ProviderResourceId,
    },
}

impl ServerChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &[
        "server.create",
        "server.order",
        "server.modify",
        "server.resize",
        "server.start",
        "server.stop",
        "server.force_stop",
        "server.restart",
        "server.start_rescue",
        "server.reinstall",
        "server.rebuild",
        "server.clone",
        "server.set_password",
        "server.delete",
    ];

    /// What kind of change it is. Each power call is one, because platforms differ in them.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Create(_) => "server.create",
            Self::Order(_) => "server.order",
            Self::Modify { .. } => "server.modify",
            Self::Resize { .. } => "server.resize",
            Self::Power { call: PowerCall::Start, .. } => "server.start",
            Self::Power { call: PowerCall::Stop, .. } => "server.stop",
            Self::Power { call: PowerCall::ForceStop, .. } => "server.force_stop",
            Self::Power { call: PowerCall::Restart, .. } => "server.restart",
            Self::StartRescue { .. } => "server.start_rescue",
            Self::Reinstall { .. } => "server.reinstall",
            Self::Rebuild { .. } => "server.rebuild",
            Self::Clone { .. } => "server.clone",
            Self::SetPassword { .. } => "server.set_password",
            Self::Delete { .. } => "server.delete",
        }
    }

    /// The server that it is about; `None` while it is still to be made.
    #[must_use]
    pub const fn server(&self) -> Option<&ProviderResourceId> {
        match self {
            Self::Create(_) | Self::Order(_) => None,
            Self::Modify { id, .. }
            | Self::Resize { id, .. }
            | Self::Power { id, .. }
            | Self::StartRescue { id }
            | Self::Reinstall { id, .. }
            | Self::Rebuild { id, .. }
            | Self::Clone { id, .. }
            | Self::SetPassword { id, .. }
            | Self::Delete { id } => Some(id),
        }
    }
}
