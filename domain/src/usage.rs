//! What a billing account has used in the current month.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::money::Money;

/// One thing at one price for some hours of the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageRow {
    /// The thing that was used, such as a server.
    pub resource: Option<ProviderResourceId>,
    /// Who pays.
    pub billing_account: Option<ProviderResourceId>,
    /// In the provider's words, such as `web-01, 2 CPUs, 4 GB RAM, 40 GB disk`.
    pub description: String,
    /// For how long.
    pub hours: Option<Decimal>,
    /// Price of one `unit`.
    pub price: Option<Money>,
    /// What is counted; `h` for hours.
    pub unit: Option<String>,
    /// Hours times price.
    pub cost: Option<Money>,
    /// What was counted, in the provider's words: `VM_COMPUTE`, `VM_RUNNING`, `MAIN_STORAGE`.
    pub kinds: Vec<String>,
    /// The sizes that it had meanwhile.
    pub sizes: Vec<UsedSize>,
}

/// A size that a server had during the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedSize {
    /// What people called it.
    pub name: Option<String>,
    /// Virtual processors.
    pub vcpus: Option<u32>,
    /// Memory in MiB.
    pub memory_mib: Option<u32>,
    /// Disk in GiB.
    pub disk_gib: Option<u32>,
    /// Operating system.
    pub os: Option<String>,
}
