//! Load balancers: TCP ports of one address, forwarded to servers.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::server::Address;
use crate::timestamp::Timestamp;

/// A load balancer of one location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balancer {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// The name that people gave it; the provider's id where none is told.
    pub name: String,
    /// The private network that it stands in.
    pub network: Option<ProviderResourceId>,
    /// Where it listens, public addresses first. Those come from another call, so they may be missing for a while.
    pub addresses: Vec<Address>,
    /// Who pays for it.
    pub billing_account: Option<u64>,
    /// Whether it is a tombstone that the provider still shows.
    pub deleted: bool,
    /// Which ports it forwards.
    pub rules: Vec<Forwarding>,
    /// What it forwards to.
    pub targets: Vec<Target>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
}

/// A forwarding rule of a load balancer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarding {
    /// The provider's id of it. The answer to adding a rule does not tell it: read the load balancer again. A rule
    /// without one is shown, because its port is open, and cannot be removed.
    pub id: Option<ProviderResourceId>,
    /// The provider's word, `TCP`.
    pub protocol: Option<String>,
    /// Where the balancer listens.
    pub source_port: Option<u16>,
    /// Where the targets answer.
    pub target_port: Option<u16>,
    /// How many connections it takes at once. No call sets it.
    pub connection_limit: Option<u32>,
    /// How a caller stays with one target, in the provider's word, such as `SOURCE_IP`. No call sets it.
    pub session_persistence: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

/// One thing that a load balancer forwards to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// What kind of thing it is.
    pub kind: TargetKind,
    /// Its private address.
    pub private_ip: Option<IpAddr>,
    /// When it was added.
    pub created_at: Option<Timestamp>,
}

/// What a load balancer can forward to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// A server.
    Server,
    /// A word without a rule, as it came; empty when none was given.
    Other(String),
}
