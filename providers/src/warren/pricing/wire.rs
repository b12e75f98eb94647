//! The price list as Warren spells it.

use serde::Deserialize;

use crate::wire::{List, Scalar};

/// `GET pricing/policy`.
#[derive(Debug, Deserialize)]
pub(crate) struct Pricing {
    pub(super) policy: List<Policy>,
}

/// One price per hour.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Policy {
    pub(super) policy_id: Scalar,
    pub(super) resource_type: Scalar,
    pub(super) service_name_in_uptime: Scalar,
    pub(super) service_name_user_friendly: Scalar,
    pub(super) num_cpus: Scalar,
    pub(super) megs_ram: Scalar,
    pub(super) price: Scalar,
}
