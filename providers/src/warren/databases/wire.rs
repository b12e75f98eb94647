//! Service packages as Warren spells them. What a package holds varies: a tombstone's parts are empty.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::wire::{Lenient, List, Scalar, loosely};

/// A package, in lists, alone and as the answer to changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Package {
    pub(super) uuid: Scalar,
    pub(super) display_name: Scalar,
    pub(super) service: Scalar,
    pub(super) version: Scalar,
    pub(super) status: Scalar,
    pub(super) is_deleted: Scalar,
    pub(super) is_multi_node: Scalar,
    pub(super) billing_account_id: Scalar,
    pub(super) properties: Lenient<Properties>,
    #[serde(deserialize_with = "loosely")]
    pub(super) resources: Option<List<Resource>>,
    #[serde(deserialize_with = "loosely")]
    pub(super) prices: Option<List<Price>>,
    pub(super) created_at: Scalar,
    pub(super) updated_at: Scalar,
    pub(super) deleted_at: Scalar,
}

/// How clients reach it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Properties {
    pub(super) service_ip: Scalar,
    pub(super) location: Scalar,
    pub(super) sql_user: Scalar,
    pub(super) port: Scalar,
}

/// A server or an address of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Resource {
    pub(super) resource_id: Scalar,
    pub(super) resource_type: Scalar,
    pub(super) resource_location: Scalar,
    pub(super) resource_allocation: Lenient<Allocation>,
}

/// What a resource has; nothing once it is deleted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Allocation {
    pub(super) address: Scalar,
    pub(super) memory: Scalar,
    pub(super) vcpu: Scalar,
    pub(super) status: Scalar,
    #[serde(deserialize_with = "loosely")]
    pub(super) storage: Option<List<Disk>>,
}

/// A disk of a server.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Disk {
    pub(super) size: Scalar,
}

/// How many times the price list's price something costs.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Price {
    pub(super) price_multiplier: Scalar,
    pub(super) resource_type: Scalar,
    pub(super) service_name_in_uptime: Scalar,
}

/// `GET …/secrets`: values by the provider's names.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Secrets(pub(super) BTreeMap<String, Scalar>);

/// The names alone.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
