//! The simulated Warren account: what lies in which location, and what belongs to the account as a whole. A noun
//! that has more than a few lines has a file of its own below.

mod address;
mod balancer;
mod billing_account;
mod books;
mod card;
mod credit;
mod disks;
mod firewall;
mod invoice;
mod locks;
mod network;
mod object_storage;
mod package;
mod replica;
mod ssh_key;
mod storage;
mod subnet;
mod token;
mod vm;

use rust_decimal::Decimal;
use time::OffsetDateTime;

pub(super) use address::{Address, Assigned, public_ipv4};
pub(super) use balancer::{Balancer, Forwarding, Target};
pub(super) use billing_account::{BillingAccount, Promotion, Recurring, TEXTS};
pub(super) use books::{Books, Meter, MeterKey};
pub(super) use card::{Card, Face};
pub(super) use credit::CreditEntry;
pub(super) use firewall::{Firewall, FirewallRule};
pub(super) use invoice::{Invoice, Line, Payment, Totals};
pub(super) use locks::Locks;
pub(super) use network::Network;
pub(super) use object_storage::{Bucket, ObjectStorage, StorageUser};
pub(super) use package::{Node, Package, Service};
pub(super) use replica::{Replica, ReplicaKind};
pub(super) use ssh_key::SshKey;
pub(super) use storage::{Owner, Source, Storage};
pub(super) use token::Token;
pub(super) use vm::Vm;

use super::brand::Brand;
use super::money;
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
    /// Whether a deleted VM takes its addresses along.
    pub(super) addresses_go_along: bool,
    /// What the prices on the list are multiplied by.
    pub(super) price_times: Decimal,
    /// How many public addresses were given out since the beginning, released ones too.
    pub(super) addresses_given: u64,
    pub(super) tokens: Vec<Token>,
    /// Who the gateway takes the account's keys for.
    pub(super) consumer_id: String,
    /// Automatic backups are made up to here.
    pub(super) backed_up: OffsetDateTime,
    pub(super) locks: Locks,
    pub(super) user: User,
    pub(super) ssh_keys: Vec<SshKey>,
    pub(super) locations: Vec<Location>,
    pub(super) storage: ObjectStorage,
    /// Managed services; deleted ones too.
    pub(super) packages: Vec<Package>,
    pub(super) billing_accounts: Vec<BillingAccount>,
    pub(super) books: Books,
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
    pub(super) balancers: Vec<Balancer>,
    pub(super) firewalls: Vec<Firewall>,
    /// Disks that are attached to no VM, and those that were deleted.
    pub(super) disks: Vec<Storage>,
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

    pub(super) fn package_mut(&mut self, uuid: &str) -> Option<&mut Package> {
        self.packages.iter_mut().find(|package| package.uuid == uuid)
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

    /// Brings the account to the simulated time `now`. Writes hold their caller until they are done, so only what
    /// the platform does by itself is due.
    pub(super) fn settle(&mut self, now: OffsetDateTime) {
        let now = self.now.max(now);
        // What was there until then is charged before anything is added.
        while let Some(due) = self.next_backups(now) {
            self.now = due;
            money::settle(self);
            self.make_backups();
        }
        self.now = now;
        money::settle(self);
    }

    /// What is charged by the hour as things stand.
    pub(super) fn charges(&self) -> Vec<money::Charge> {
        money::charges(self)
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

    /// Takes a VM out of its network, with its disks; its address stays, unassigned, as it does at the provider.
    pub(super) fn remove_vm(&mut self, uuid: &str, now: OffsetDateTime) -> bool {
        let Some(at) = self.vms.iter().position(|vm| vm.uuid == uuid) else { return false };
        let vm = self.vms.remove(at);
        self.disks.extend(vm.storage.into_iter().map(|disk| disk.bury(now)));
        for network in &mut self.networks {
            network.vm_uuids.retain(|member| member != uuid);
        }
        self.detach(uuid);
        for address in &mut self.addresses {
            address.release_from(uuid, now);
        }
        true
    }
}
