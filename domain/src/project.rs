//! A provider's project: what servers are ordered into.

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::money::Money;
use crate::timestamp::Timestamp;

/// A project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// As orders spell it.
    pub id: ProviderResourceId,
    /// For people.
    pub name: String,
    /// What it is for, in people's words.
    pub description: Option<String>,
    /// What it runs, such as `production`, in the provider's word.
    pub environment: Option<String>,
    /// Servers in it.
    pub servers: Option<u32>,
    /// Domains in it.
    pub domains: Option<u32>,
    /// What its servers cost this month so far.
    pub month_so_far: Option<Money>,
    /// What they will have cost at the month's end, by the provider's estimate.
    pub month_estimate: Option<Money>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}
