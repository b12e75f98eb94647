//! Who pays at a provider: billing accounts with their details, credit and running month.

mod account;
mod details;
mod payer;

use serde::{Deserialize, Serialize};

pub use account::{BillingAccount, CardFace, MonthTotals, Promotion, Recurring, Restriction};
pub use details::{BillingDetails, DetailsEdit};

use crate::ids::ProviderResourceId;
use crate::server::ServerState;

/// A server that a billing account pays for, as the account's own list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BilledServer {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// What people call it.
    pub name: String,
    /// What it is doing.
    pub state: ServerState,
    /// The account that pays.
    pub billing_account: Option<ProviderResourceId>,
    /// Virtual processors.
    pub vcpus: Option<u32>,
    /// Memory in MiB.
    pub memory_mib: Option<u32>,
    /// All its disks together, in GiB; unknown when one of them is.
    pub disk_gib: Option<u32>,
}
