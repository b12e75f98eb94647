//! Machines with their licenses, snapshots and backups.

use rust_decimal::Decimal;

use super::storage::replicas;
use super::{Charge, Configuration};
use crate::warren::brand::Rates;
use crate::warren::state::Vm;

/// A stopped machine costs its disks.
pub(super) fn machine(vm: &Vm, slug: &'static str, rates: &Rates) -> Vec<Charge> {
    let disk_gb: u32 = vm.storage.iter().map(|disk| disk.size_gb).sum();
    let disks = rates.storage_gb * Decimal::from(disk_gb);
    let half_gbs = Decimal::from(vm.memory_mb.div_ceil(512));
    let power = rates.cpu * Decimal::from(vm.vcpu) + rates.ram_512_mb * half_gbs;
    let charge = |what: String, price, types| Charge {
        account: vm.billing_account,
        location: slug,
        owner: vm.uuid.clone(),
        name: format!("{}, {what}", vm.name),
        price,
        types,
        configuration: None,
        since: vm.created_at,
    };
    let ram_gb = (Decimal::from(vm.memory_mb) / Decimal::from(1024)).round_dp(2).normalize();
    let size = format!("{} CPUs, {ram_gb} GB RAM, {disk_gb} GB disk", vm.vcpu);
    let (size, price, types): (_, _, &[_]) = if vm.running() {
        (size, power + disks, &["VM_COMPUTE", "VM_RUNNING", "MAIN_STORAGE"])
    } else {
        (size + ", stopped", disks, &["MAIN_STORAGE"])
    };
    let configuration = Some(Configuration {
        cpus: vm.vcpu,
        disk_gb,
        os_name: vm.os_name.clone(),
        ram_mb: vm.memory_mb,
        vm_name: vm.name.clone(),
    });
    let mut all = vec![Charge { configuration, ..charge(size, price, types) }];
    if vm.running() && vm.os_name == "windows" {
        let price = rates.windows_core * Decimal::from(vm.vcpu);
        all.push(charge("Windows license".to_owned(), price, &["LICENSE"]));
    }
    let copies = replicas(vm.storage.iter(), rates);
    all.extend(copies.into_iter().map(|copies| Charge {
        since: copies.since,
        ..charge(copies.name.to_owned(), copies.price, copies.types)
    }));
    all
}
