//! Floating IPs: public addresses that are reserved for an account and lead to one thing at a time.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::timestamp::Timestamp;

/// A floating IP of one location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloatingIp {
    /// The address itself, which is also what the provider knows it by.
    pub id: ProviderResourceId,
    /// The name that people gave it.
    pub name: Option<String>,
    /// What it leads to. One that leads nowhere may cost more than one that does (`facts.md`, "Side effects").
    pub assigned: Option<Assignment>,
    /// Who pays for it.
    pub billing_account: Option<u64>,
    /// Whether the provider lets it be used.
    pub enabled: Option<bool>,
    /// Whether it is a tombstone that the provider still shows.
    pub deleted: bool,
    /// The provider's word for its kind, such as `public`.
    pub kind: Option<String>,
    /// When it was reserved.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// Since when it leads nowhere, if it ever led somewhere.
    pub unassigned_at: Option<Timestamp>,
}

/// What a floating IP leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// What kind of thing.
    pub kind: AssignedKind,
    /// The provider's id of it.
    pub resource: ProviderResourceId,
    /// Its private address.
    pub private_ip: Option<IpAddr>,
}

/// What kind of thing a floating IP can lead to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignedKind {
    /// A server.
    Server,
    /// A load balancer.
    Balancer,
    /// A managed service, such as a database.
    Service,
    /// A word without a rule, as it came; empty when none was given.
    Other(String),
}
