//! Disks that are attached to nothing, and copies of disks.

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::Charge;
use crate::warren::brand::Rates;
use crate::warren::state::{ReplicaKind, Storage};

/// All copies of one kind of some disks.
pub(super) struct Copies {
    pub(super) name: &'static str,
    pub(super) price: Decimal,
    pub(super) types: &'static [&'static str],
    pub(super) since: OffsetDateTime,
}

/// Snapshots and backups, each kind by the sizes of the disks that they are of.
pub(super) fn replicas<'a>(disks: impl Iterator<Item = &'a Storage>, rates: &Rates) -> Vec<Copies> {
    let kinds: [(_, _, &[_], _); 2] = [
        (ReplicaKind::Snapshot, "snapshots", &["SNAPSHOT_STORAGE"], rates.snapshot_gb),
        (ReplicaKind::Backup, "backups", &["BACKUP_STORAGE"], rates.backup_gb),
    ];
    let all: Vec<_> = disks.flat_map(|disk| &disk.replicas).collect();
    let copies = kinds.into_iter().filter_map(|(kind, name, types, rate)| {
        let of_kind = || all.iter().filter(|replica| replica.kind == kind);
        let since = of_kind().map(|replica| replica.created_at).min()?;
        let gb: u32 = of_kind().map(|replica| replica.size_gb).sum();
        Some(Copies { name, price: rate * Decimal::from(gb), types, since })
    });
    copies.collect()
}

/// One that was deleted is shown on and costs nothing.
pub(super) fn free_disk(disk: &Storage, slug: &'static str, rates: &Rates) -> Vec<Charge> {
    if disk.deleted {
        return Vec::new();
    }
    let name = if disk.display_name.is_empty() { &disk.uuid } else { &disk.display_name };
    let charge = |what: &str, price, types, since| Charge {
        account: disk.owner.billing_account,
        location: slug,
        owner: disk.uuid.clone(),
        name: format!("{name}, {what}"),
        price,
        types,
        configuration: None,
        since,
    };
    let size = format!("{} GB disk", disk.size_gb);
    let price = rates.block_gb * Decimal::from(disk.size_gb);
    let mut all = vec![charge(&size, price, &["BLOCK_STORAGE"], disk.created_at)];
    let copies = replicas([disk].into_iter(), rates);
    all.extend(copies.iter().map(|copies| charge(copies.name, copies.price, copies.types, copies.since)));
    all
}
