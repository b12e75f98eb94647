//! What costs how much an hour, as things stand. One line a noun; a noun that is missing here is free.

mod machine;
mod network;
mod service;
mod storage;

use rust_decimal::Decimal;
use time::OffsetDateTime;

use crate::warren::state::State;

/// Something that is charged by the hour.
pub(in crate::warren) struct Charge {
    /// The billing account that pays.
    pub(in crate::warren) account: u64,
    /// Slug; empty for what lies in none.
    pub(in crate::warren) location: &'static str,
    /// Uuid of what is charged.
    pub(in crate::warren) owner: String,
    /// As usage and invoices print it.
    pub(in crate::warren) name: String,
    /// Per hour.
    pub(in crate::warren) price: Decimal,
    /// `uptime_types` of usage.
    pub(in crate::warren) types: &'static [&'static str],
    /// Of machines alone.
    pub(in crate::warren) configuration: Option<Configuration>,
    /// When it began to exist.
    pub(in crate::warren) since: OffsetDateTime,
}

/// The size of a machine.
#[derive(Clone, Debug)]
pub(in crate::warren) struct Configuration {
    pub(in crate::warren) cpus: u32,
    pub(in crate::warren) disk_gb: u32,
    pub(in crate::warren) os_name: String,
    pub(in crate::warren) ram_mb: u32,
    pub(in crate::warren) vm_name: String,
}

/// Everything that is charged now.
pub(in crate::warren) fn charges(state: &State) -> Vec<Charge> {
    let rates = state.brand.rates();
    let mut all = Vec::new();
    for location in &state.locations {
        let slug = location.slug;
        all.extend(location.vms.iter().flat_map(|vm| machine::machine(vm, slug, rates)));
        all.extend(location.disks.iter().flat_map(|disk| storage::free_disk(disk, slug, rates)));
        all.extend(location.addresses.iter().map(|address| network::floating_ip(address, slug, rates)));
        all.extend(location.balancers.iter().filter_map(|balancer| network::balancer(balancer, slug, rates)));
    }
    all.extend(state.storage.buckets.iter().filter_map(|bucket| service::bucket(bucket, rates)));
    all.extend(state.packages.iter().filter_map(|package| service::package(package, rates)));
    all
}
