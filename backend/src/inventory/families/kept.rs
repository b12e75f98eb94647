//! The content of a family. Shared: pages, the saver and other keys for which it is alike hold the same one.

use std::sync::Arc;

use domain::allowance::Allowance;
use domain::billing::BillingAccount;
use domain::capability::Family;
use domain::disk::Disk;
use domain::floating_ip::FloatingIp;
use domain::location::Location;
use domain::network::Network;
use domain::plan::{Image, Plan};
use domain::pricing::PriceList;
use domain::project::Project;
use domain::replica::Replica;
use domain::rules::parameters::VmParameters;
use domain::usage::UsageRow;
use serde::de::DeserializeOwned;

/// What one read of a family gave. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Locations of a platform whose calls take none.
    Locations(Arc<Vec<Location>>),
    /// What a server can be installed with.
    Images(Arc<Vec<Image>>),
    /// What new servers must obey.
    Parameters(Arc<VmParameters>),
    /// Plans or pools of a location.
    Plans(Arc<Vec<Plan>>),
    /// What servers are ordered into.
    Projects(Arc<Vec<Project>>),
    /// What the account may have and has.
    Allowance(Arc<Allowance>),
    /// Disks of a location.
    Disks(Arc<Vec<Disk>>),
    /// Snapshots and backups of one server.
    Replicas(Arc<Vec<Replica>>),
    /// Private networks of a location.
    Networks(Arc<Vec<Network>>),
    /// Floating IPs of a location.
    Addresses(Arc<Vec<FloatingIp>>),
    /// Price list.
    Prices(Arc<PriceList>),
    /// Who pays, by [`BillingAccount::as_payer`].
    Accounts(Arc<Vec<BillingAccount>>),
    /// What the running month has used.
    Usage(Arc<Vec<UsageRow>>),
}

impl Kept {
    /// As the database keeps it.
    pub(crate) fn to_json(&self) -> serde_json::Result<String> {
        match self {
            Self::Locations(rows) => serde_json::to_string(&**rows),
            Self::Images(rows) => serde_json::to_string(&**rows),
            Self::Parameters(rules) => serde_json::to_string(&**rules),
            Self::Plans(rows) => serde_json::to_string(&**rows),
            Self::Projects(rows) => serde_json::to_string(&**rows),
            Self::Allowance(allowance) => serde_json::to_string(&**allowance),
            Self::Disks(rows) => serde_json::to_string(&**rows),
            Self::Replicas(rows) => serde_json::to_string(&**rows),
            Self::Networks(rows) => serde_json::to_string(&**rows),
            Self::Addresses(rows) => serde_json::to_string(&**rows),
            Self::Prices(list) => serde_json::to_string(&**list),
            Self::Accounts(rows) => serde_json::to_string(&**rows),
            Self::Usage(rows) => serde_json::to_string(&**rows),
        }
    }

    /// From the database; `None` for families that are not kept here.
    pub(crate) fn from_json(family: Family, body: &str) -> Option<serde_json::Result<Self>> {
        Some(match family {
            Family::Locations => shared(body).map(Self::Locations),
            Family::Images => shared(body).map(Self::Images),
            Family::Parameters => shared(body).map(Self::Parameters),
            Family::Plans => shared(body).map(Self::Plans),
            Family::Projects => shared(body).map(Self::Projects),
            Family::Allowance => shared(body).map(Self::Allowance),
            Family::Disks => shared(body).map(Self::Disks),
            Family::Networks => shared(body).map(Self::Networks),
            Family::Addresses => shared(body).map(Self::Addresses),
            Family::Pricing => shared(body).map(Self::Prices),
            Family::Billing => shared(body).map(Self::Accounts),
            Family::Usage => shared(body).map(Self::Usage),
            _ => return None,
        })
    }
}

fn shared<T: DeserializeOwned>(body: &str) -> serde_json::Result<Arc<T>> {
    serde_json::from_str(body).map(Arc::new)
}
