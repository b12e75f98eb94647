//! Load balancers as Warren spells them.

use serde::Deserialize;

use crate::wire::{Lenient, List, Scalar, loosely};

/// A load balancer, in lists, alone, and as the answer to a write. Its public address is not always told.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Balancer {
    pub(super) uuid: Scalar,
    pub(super) display_name: Scalar,
    pub(super) network_uuid: Scalar,
    pub(super) billing_account_id: Scalar,
    pub(super) is_deleted: Scalar,
    pub(super) private_address: Scalar,
    pub(super) public_address: Scalar,
    #[serde(deserialize_with = "loosely")]
    pub(super) forwarding_rules: Option<List<Rule>>,
    #[serde(deserialize_with = "loosely")]
    pub(super) targets: Option<List<Target>>,
    pub(super) created_at: Scalar,
    pub(super) updated_at: Scalar,
}

/// A forwarding rule.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Rule {
    pub(super) uuid: Scalar,
    pub(super) protocol: Scalar,
    pub(super) source_port: Scalar,
    pub(super) target_port: Scalar,
    pub(super) settings: Lenient<Settings>,
    pub(super) created_at: Scalar,
}

/// What a rule does with connections.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Settings {
    pub(super) connection_limit: Scalar,
    pub(super) session_persistence: Scalar,
}

/// What a balancer forwards to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Target {
    pub(super) target_uuid: Scalar,
    pub(super) target_type: Scalar,
    pub(super) target_ip_address: Scalar,
    pub(super) created_at: Scalar,
}
