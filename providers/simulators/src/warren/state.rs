//! The simulated Warren account: what lies in which location, and what belongs to the account as a whole. A noun
//! that has more than a few lines has a file of its own below.

mod address;
mod billing_account;
mod locks;
mod network;
mod token;
mod vm;

use time::OffsetDateTime;

pub(super) use address::{Address, Assigned, public_ipv4};
pub(super) use billing_account::BillingAccount;
pub(super) use locks::Locks;
pub(super) use network::Network;
pub(super) use token::Token;
pub(super) use vm::{Storage, Vm};

use super::brand::Brand;
use crate::http::{self, Call};
use crate::rng::Rng;

/// A change of this account.
pub(super) type Work = http::Work<State>;

pub(crate) struct State {
    pub(super) brand: Brand,
    /// The simulated time, which never goes back.
    pub(super) now: OffsetDateTime,
    /// Goes on where the seed ended: uuids, MAC addresses and whatever else calls need new.
    pub(super) rng: Rng,
    pub(super) last_id: u64,
    /// How many public addresses were given out since the beginning, released ones too.
    pub(super) addresses_given: u64,
    pub(super) tokens: Vec<Token>,
    /// Who the gateway takes the account's keys for.
    pub(super) consumer_id: String,
    pub(super) locks: Locks,
    pub(super) user: User,
    pub(super) locations: Vec<Location>,
    pub(super) billing_accounts: Vec<BillingAccount>,
}

#[derive(Debug)]
pub(super) struct User {
    pub(super) id: u64,
    pub(super) email: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) personal_id: String,
    pub(super) phone: String,
    pub(super) created_at: OffsetDateTime,
    pub(super) updated_at: OffsetDateTime,
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

impl State {
    /// The location that a call acts on; paths with an unknown one never become a call.
    pub(super) fn location(&self, call: &Call) -> Option<&Location> {
        self.locations.iter().find(|location| location.slug == call.location)
    }

    pub(super) fn location_mut(&mut self, slug: &str) -> Option<&mut Location> {
        self.locations.iter_mut().find(|location| location.slug == slug)
    }

    /// A new number for what is known by one.
    pub(super) const fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// A public address that nobody had before.
    pub(super) fn next_public_ipv4(&mut self) -> String {
        self.addresses_given += 1;
        public_ipv4(self.addresses_given - 1)
    }

    /// Brings the account to the simulated time `now`. Writes hold their caller until they are done, so nothing
    /// else is due.
    pub(super) fn settle(&mut self, now: OffsetDateTime) {
        self.now = self.now.max(now);
    }
}

impl Location {
    pub(super) fn vm(&self, uuid: &str) -> Option<&Vm> {
        self.vms.iter().find(|vm| vm.uuid == uuid)
    }

    pub(super) fn vm_mut(&mut self, uuid: &str) -> Option<&mut Vm> {
        self.vms.iter_mut().find(|vm| vm.uuid == uuid)
    }

    pub(super) fn network(&self, uuid: &str) -> Option<&Network> {
        self.networks.iter().find(|network| network.uuid == uuid)
    }

    pub(super) fn network_mut(&mut self, uuid: &str) -> Option<&mut Network> {
        self.networks.iter_mut().find(|network| network.uuid == uuid)
    }

    /// Takes a VM out of its network; its address stays, unassigned, as it does at the provider.
    pub(super) fn remove_vm(&mut self, uuid: &str, now: OffsetDateTime) -> bool {
        let before = self.vms.len();
        self.vms.retain(|vm| vm.uuid != uuid);
        for network in &mut self.networks {
            network.vm_uuids.retain(|member| member != uuid);
        }
        for address in &mut self.addresses {
            address.release_from(uuid, now);
        }
        self.vms.len() < before
    }
}
