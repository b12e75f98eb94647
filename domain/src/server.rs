//! A server as every provider has it.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::location::Location;
use crate::money::Price;
use crate::server_details::ServerDetails;
use crate::timestamp::Timestamp;

/// What a server is doing, as far as the provider says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerState {
    /// Powered on.
    Running,
    /// Powered off. Most providers bill on.
    Stopped,
    /// The provider is working on it.
    Busy,
    /// The provider is still making it.
    Provisioning,
    /// The provider switched it off for a reason of its own.
    Suspended,
    /// The provider says that it failed.
    Error,
    /// A tombstone that the provider still shows.
    Deleted,
    /// A word that no rule knows, shown as it is.
    Other(String),
}

impl ServerState {
    /// The word that people read and search for.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Busy => "busy",
            Self::Provisioning => "provisioning",
            Self::Suspended => "suspended",
            Self::Error => "error",
            Self::Deleted => "deleted",
            Self::Other(word) => word,
        }
    }
}

/// Whether the world can reach an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressScope {
    /// Reachable from the internet.
    Public,
    /// Inside a private network.
    Private,
}

/// One address of a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The address.
    pub ip: IpAddr,
    /// Whether the world can reach it.
    pub scope: AddressScope,
}

/// One server as a provider lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// The provider's id.
    pub id: ProviderResourceId,
    /// The name that people gave it; the provider's own where they gave none.
    pub name: String,
    /// What it is doing.
    pub state: ServerState,
    /// Where it stands.
    pub location: Location,
    /// Plan or pool name.
    pub plan: Option<String>,
    /// Virtual processors.
    pub vcpus: Option<u32>,
    /// Memory in MiB.
    pub memory_mib: Option<u32>,
    /// All disks together in GiB.
    pub disk_gib: Option<u32>,
    /// Operating system or app, for people.
    pub image: Option<String>,
    /// Its addresses, public ones first.
    pub addresses: Vec<Address>,
    /// What it costs while it exists, as far as the provider's own figures say.
    pub price: Option<Price>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// The host name inside the guest.
    pub hostname: Option<String>,
    /// Whether the provider makes backups by itself.
    pub backups: Option<bool>,
    /// The provider's words on a suspension or a failure.
    pub note: Option<String>,
    /// What only its own page shows.
    #[serde(default)]
    pub details: Box<ServerDetails>,
}
