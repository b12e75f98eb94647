//! Networks as Warren spells them.

use serde::Deserialize;

use crate::wire::{Scalar, Words};

/// A network, in lists, alone, and as the answer to a write. Live ones lack `vlan_id`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Network {
    pub(super) uuid: Scalar,
    pub(super) name: Scalar,
    #[serde(rename = "type")]
    pub(super) kind: Scalar,
    pub(super) is_default: Scalar,
    pub(super) subnet: Scalar,
    pub(super) subnet_ipv6: Scalar,
    pub(super) vlan_id: Scalar,
    pub(super) vm_uuids: Option<Words>,
    pub(super) resources_count: Scalar,
    pub(super) created_at: Scalar,
    pub(super) updated_at: Scalar,
}
