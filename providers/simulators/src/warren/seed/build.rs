//! Building locations from specifications, with all that has to agree: addresses, networks, pools, disks.

use std::time::Duration;

use time::OffsetDateTime;

use super::Spec;
use crate::clock::before_epoch;
use crate::rng::Rng;
use crate::warren::brand::{Brand, Site};
use crate::warren::state::{
    Address, Assigned, Location, Network, Owner, Pool, Source, Storage, Vm, public_ipv4,
};

pub(super) struct Builder<'a> {
    rng: &'a mut Rng,
    user_id: u64,
    billing_account: u64,
    locations: Vec<Location>,
    addresses: u64,
}

impl<'a> Builder<'a> {
    pub(super) fn new(rng: &'a mut Rng, brand: Brand, user_id: u64, billing_account: u64) -> Self {
        let mut builder = Self { rng, user_id, billing_account, locations: Vec::new(), addresses: 0 };
        for (site, octet) in brand.locations().iter().zip(20..) {
            let location = builder.location(site, octet);
            builder.locations.push(location);
        }
        builder
    }

    /// How many locations there are.
    pub(super) fn sites(&self) -> usize {
        self.locations.len()
    }

    /// The first location.
    pub(super) fn first(&mut self) -> Option<&mut Location> {
        self.locations.first_mut()
    }

    pub(super) fn uuid(&mut self) -> String {
        self.rng.uuid().to_string()
    }

    /// The user and the billing account that everything belongs to.
    pub(super) const fn payer(&self) -> (u64, u64) {
        (self.user_id, self.billing_account)
    }

    pub(super) fn number(&mut self, limit: u64) -> u64 {
        self.rng.below(limit)
    }

    /// The locations, and how many public addresses were given out.
    pub(super) fn finish(self) -> (Vec<Location>, u64) {
        (self.locations, self.addresses)
    }

    fn location(&mut self, site: &Site, octet: u8) -> Location {
        let pools = vec![
            self.pool("General", "A server class for a wide range of purposes", true, (32, 65_536)),
            self.pool("Performance", "Fewer neighbours on every core", false, (16, 32_768)),
        ];
        let networks = vec![
            self.network("Default network", format!("10.{octet}.0.0/16"), true),
            self.network("backend", format!("10.{octet}.200.0/24"), false),
        ];
        Location {
            slug: site.slug,
            pools,
            networks,
            addresses: Vec::new(),
            balancers: Vec::new(),
            firewalls: Vec::new(),
            disks: Vec::new(),
            vms: Vec::new(),
        }
    }

    fn pool(
        &mut self,
        name: &'static str,
        description: &'static str,
        default: bool,
        (max_cpu, max_ram_mb): (u32, u32),
    ) -> Pool {
        let (uuid, storage_uuid) = (self.rng.uuid().to_string(), self.rng.uuid().to_string());
        let created_at = before_epoch(900, 0);
        Pool { uuid, storage_uuid, name, description, default, max_cpu, max_ram_mb, created_at }
    }

    fn network(&mut self, name: &'static str, subnet: String, default: bool) -> Network {
        let (uuid, created_at) = (self.rng.uuid().to_string(), before_epoch(600, 3_600));
        let (name, vm_uuids) = (name.to_owned(), Vec::new());
        Network { uuid, name, subnet, default, vm_uuids, created_at, updated_at: created_at }
    }

    /// Adds a VM to the location at `site`, in its default network. `name` replaces the specification's own.
    pub(super) fn vm(&mut self, site: usize, spec: Spec, name: Option<String>) {
        let (uuid, mac) = (self.rng.uuid().to_string(), self.rng.mac());
        let created_at = before_epoch(5 + self.rng.below(500), self.rng.below(86_400));
        let mut boot = self.disk("sda", spec.disk_gb, true, created_at);
        boot.source = Source::Image(format!("{}_{}", spec.os.0, spec.os.1));
        let mut storage = vec![boot];
        if spec.data_gb > 0 {
            storage.push(self.disk("sdb", spec.data_gb, false, created_at));
        }
        let (user_id, billing_account) = (self.user_id, self.billing_account);
        let Some(location) = self.locations.get_mut(site) else { return };
        let host = location.vms.len();
        let octet = 20 + site;
        let private_ipv4 = format!("10.{octet}.{}.{}", host / 250 % 200, host % 250 + 2);
        let Some(pool) = location.pools.get(usize::from(spec.performance)) else { return };
        let vm = Vm {
            uuid: uuid.clone(),
            name: name.unwrap_or_else(|| spec.name.to_owned()),
            description: String::new(),
            os_name: spec.os.0.to_owned(),
            os_version: spec.os.1.to_owned(),
            vcpu: spec.vcpu,
            memory_mb: spec.memory_mb,
            storage,
            status: if spec.running { "running" } else { "stopped" }.to_owned(),
            backup: spec.backup,
            billing_account,
            user_id,
            username: if spec.os.0 == "windows" { "administrator" } else { "ops" }.to_owned(),
            mac,
            private_ipv4: private_ipv4.clone(),
            pool_uuid: pool.uuid.clone(),
            pool_name: pool.name.to_owned(),
            created_at,
            updated_at: None,
        };
        let name = vm.name.clone();
        location.vms.push(vm);
        if let Some(network) = location.networks.first_mut() {
            network.vm_uuids.push(uuid.clone());
        }
        if spec.public {
            self.address(site, Some(name), Some(Assigned::vm(&uuid, &private_ipv4)));
        }
    }

    /// Adds an address; without an assignment it is a forgotten one, which bills more.
    pub(super) fn address(&mut self, site: usize, name: Option<String>, assigned: Option<Assigned>) {
        let (uuid, number) = (self.rng.uuid().to_string(), self.addresses);
        self.addresses += 1;
        let created_at = before_epoch(60, self.rng.below(86_400));
        let unassigned_at = assigned.is_none().then(|| before_epoch(9, 0));
        let (user_id, billing_account) = (self.user_id, self.billing_account);
        if let Some(location) = self.locations.get_mut(site) {
            location.addresses.push(Address {
                id: number + 401,
                uuid,
                address: public_ipv4(number),
                name,
                user_id,
                billing_account,
                assigned,
                unassigned_at,
                created_at,
                updated_at: created_at,
            });
        }
    }

    /// Warren makes the disks some seconds after the VM, and prints microseconds.
    fn disk(&mut self, name: &'static str, size_gb: u32, primary: bool, vm_at: OffsetDateTime) -> Storage {
        let uuid = self.rng.uuid().to_string();
        let created_at = vm_at + Duration::from_micros(5_000_000 + self.rng.below(15_000_000));
        let owner = Owner { user_id: self.user_id, billing_account: self.billing_account };
        Storage::new(uuid, size_gb, owner, created_at).device(name, primary)
    }
}
