//! Private networks between servers.

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::timestamp::Timestamp;

/// A private network of one location. Its subnets are assigned by the provider, never chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// The name that people gave it; the provider's id where they gave none.
    pub name: String,
    /// Whether servers go here whose order names no network. One in each location does.
    pub is_default: bool,
    /// The provider's word for its kind, such as `private`.
    pub kind: Option<String>,
    /// IPv4 addresses inside, such as `10.1.104.0/24`.
    pub subnet: Option<String>,
    /// IPv6 addresses inside.
    pub subnet_ipv6: Option<String>,
    /// Number of the VLAN.
    pub vlan: Option<u32>,
    /// Servers inside; the servers themselves do not say where they are.
    pub servers: Vec<ProviderResourceId>,
    /// How many things are inside, as the provider counts them. Whether a load balancer counts is not documented.
    /// `None` when nobody says, which is not the same as none.
    pub resources: Option<u32>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
}
