//! The simulated Warren account: what lies in which location, and what belongs to the account as a whole.

mod address;
mod network;
mod vm;

use time::OffsetDateTime;

pub(super) use address::{Address, Assigned};
pub(super) use network::Network;
pub(super) use vm::{Storage, Vm};

use super::brand::Brand;
use crate::http::Call;

#[derive(Debug)]
pub(crate) struct State {
    pub(super) brand: Brand,
    pub(super) user: User,
    pub(super) locations: Vec<Location>,
    pub(super) billing_accounts: Vec<BillingAccount>,
}

#[derive(Debug)]
pub(super) struct User {
    pub(super) id: u64,
    pub(super) email: &'static str,
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    pub(super) created_at: OffsetDateTime,
}

/// What exists in one location and is useless in another.
#[derive(Debug)]
pub(super) struct Location {
    pub(super) slug: &'static str,
    pub(super) pools: Vec<Pool>,
    pub(super) networks: Vec<Network>,
    pub(super) addresses: Vec<Address>,
    pub(super) vms: Vec<Vm>,
}

/// A resource pool, also called a server class.
#[derive(Debug)]
pub(super) struct Pool {
    pub(super) uuid: String,
    pub(super) storage_uuid: String,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) default: bool,
    pub(super) max_cpu: u32,
    pub(super) max_ram_mb: u32,
    pub(super) created_at: OffsetDateTime,
}

#[derive(Debug)]
pub(super) struct BillingAccount {
    pub(super) id: u64,
    pub(super) title: &'static str,
    pub(super) company: &'static str,
    pub(super) default: bool,
    /// Rupiah that can still be spent.
    pub(super) credit: f64,
    /// Rupiah that this month has used so far.
    pub(super) ongoing: f64,
    /// Unix seconds.
    pub(super) created: i64,
}

impl State {
    /// The location that a call acts on; paths with an unknown one never become a call.
    pub(super) fn location(&self, call: &Call) -> Option<&Location> {
        self.locations.iter().find(|location| location.slug == call.location)
    }

    pub(super) fn location_mut(&mut self, slug: &str) -> Option<&mut Location> {
        self.locations.iter_mut().find(|location| location.slug == slug)
    }
}

impl Location {
    pub(super) fn vm(&self, uuid: &str) -> Option<&Vm> {
        self.vms.iter().find(|vm| vm.uuid == uuid)
    }

    pub(super) fn vm_mut(&mut self, uuid: &str) -> Option<&mut Vm> {
        self.vms.iter_mut().find(|vm| vm.uuid == uuid)
    }

    /// Takes a VM out of its network; its address stays, unassigned, as it does at the provider.
    pub(super) fn remove_vm(&mut self, uuid: &str) -> bool {
        let before = self.vms.len();
        self.vms.retain(|vm| vm.uuid != uuid);
        for network in &mut self.networks {
            network.vm_uuids.retain(|member| member != uuid);
        }
        for address in &mut self.addresses {
            address.release_from(uuid);
        }
        self.vms.len() < before
    }
}
