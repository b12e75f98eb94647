//! Usage as Warren spells it.

use serde::Deserialize;

use crate::wire::{List, Scalar, Words, loosely};

/// A row of `GET charging/usage`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Row {
    pub(super) billing_account_id: Scalar,
    #[serde(deserialize_with = "loosely")]
    pub(super) configurations: Option<List<Configuration>>,
    pub(super) cost: Scalar,
    pub(super) description: Scalar,
    pub(super) hours: Scalar,
    pub(super) owner_uuid: Scalar,
    pub(super) price: Scalar,
    pub(super) price_unit: Scalar,
    pub(super) uptime_types: Words,
}

/// A size that a machine had.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Configuration {
    pub(super) cpus: Scalar,
    #[serde(rename = "disk_size_GB")]
    pub(super) disk_size_gb: Scalar,
    pub(super) os_name: Scalar,
    #[serde(rename = "ram_MB")]
    pub(super) ram_mb: Scalar,
    pub(super) vm_name: Scalar,
}
