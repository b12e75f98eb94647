//! Floating IPs as Warren spells them.

use serde::Deserialize;

use crate::wire::Scalar;

/// A floating IP, in lists, alone, and as the answer to a write. A free one lacks `assigned_*` or has nulls there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::warren) struct FloatingIp {
    pub(in crate::warren) address: Scalar,
    pub(super) name: Scalar,
    #[serde(rename = "type")]
    pub(super) kind: Scalar,
    pub(super) billing_account_id: Scalar,
    pub(super) enabled: Scalar,
    pub(in crate::warren) assigned_to: Scalar,
    pub(in crate::warren) assigned_to_resource_type: Scalar,
    pub(super) assigned_to_private_ip: Scalar,
    pub(in crate::warren) unassigned_at: Scalar,
    pub(in crate::warren) is_deleted: Scalar,
    pub(super) created_at: Scalar,
    pub(super) updated_at: Scalar,
}
