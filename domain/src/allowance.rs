//! What an account may have, what it has, and what that costs, by the provider's own figures.

use serde::{Deserialize, Serialize};

use crate::money::Money;

/// An account's limits and figures. What the provider does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Allowance {
    /// Servers that it may have at most.
    pub servers_most: Option<u32>,
    /// Whether its servers may send mail.
    pub mail_allowed: Option<bool>,
    /// What it has.
    pub used: Used,
    /// What that costs.
    pub spending: Spending,
    /// Name of the account's time zone, such as `Europe/Paris`.
    pub time_zone: Option<String>,
}

/// What an account has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Used {
    /// Servers.
    pub servers: Option<u32>,
    /// Virtual processors.
    pub vcpus: Option<u32>,
    /// Memory in MiB.
    pub memory_mib: Option<u32>,
    /// Disk in GiB.
    pub disk_gib: Option<u32>,
    /// IPv4 addresses.
    pub ipv4: Option<u32>,
    /// IPv6 addresses or blocks.
    pub ipv6: Option<u32>,
}

/// What an account costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spending {
    /// What is left to spend.
    pub balance: Option<Money>,
    /// What is owed.
    pub outstanding: Option<Money>,
    /// Servers, today so far.
    pub today: Option<Money>,
    /// Servers, this month so far.
    pub month_so_far: Option<Money>,
    /// Servers, at the month's end, by the provider's estimate.
    pub month_estimate: Option<Money>,
}
