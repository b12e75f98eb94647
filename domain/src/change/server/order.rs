//! A new server by a plan, and what can be put on its disk later: what Virtua takes.

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;

/// A server to be ordered at Virtua. The order takes no key, no password and no cloud-init configuration: its root
/// password is read afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerOrder {
    /// The project that it belongs to.
    pub project: ProviderResourceId,
    /// The plan, which also says where it stands.
    pub plan: ProviderResourceId,
    /// The system.
    pub system: ProviderResourceId,
    /// Which IPv6 addresses it gets; `None` for none.
    pub ipv6: Option<Ipv6Block>,
    /// The host name inside it; the provider's own otherwise.
    pub hostname: Option<String>,
}

/// How many IPv6 addresses a server gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ipv6Block {
    /// As many as the provider gives to those who do not say.
    #[default]
    Usual,
    /// One address.
    One,
    /// A block of 64 bits.
    Block,
}

/// What a server is written over with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RebuildFrom {
    /// A system of the provider's list.
    System(ProviderResourceId),
    /// An ISO image.
    Iso(ProviderResourceId),
}
