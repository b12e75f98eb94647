//! Disks that are attached to nothing, snapshots and backups of the demo accounts. Drawn after everything
//! else, so that they move no other uuid.

use crate::clock::before_epoch;
use crate::rng::Rng;
use crate::warren::state::{Location, Owner, Replica, ReplicaKind, Source, Storage, Vm};

/// How many backups of each disk are there already, of as many days.
const BACKUPS: u64 = 3;
/// Numbers of the seeded replicas begin here, below what calls create.
const FIRST_ID: u64 = 40_000;

pub(super) fn fill(rng: &mut Rng, locations: &mut [Location], owner: Owner) {
    let mut id = FIRST_ID;
    let mut replica =
        |rng: &mut Rng, disk: &mut Storage, system: &(String, String), kind, (days, seconds)| {
            id += 1;
            let created_at = before_epoch(days, seconds);
            disk.replicas.push(Replica {
                id,
                name: Replica::name(&disk.uuid, created_at, &disk.replicas),
                uuid: rng.uuid().to_string(),
                kind,
                disk_uuid: disk.uuid.clone(),
                size_gb: disk.size_gb,
                system: disk.primary.then(|| system.clone()),
                created_at,
            });
        };
    // One location with snapshots is enough: some clients list no VMs at all where one has them.
    let backed_up = |location: &Location| location.vms.iter().any(|vm| vm.backup);
    let last = locations.iter().rposition(backed_up);
    for (at, location) in locations.iter_mut().enumerate() {
        for vm in location.vms.iter_mut().filter(|vm| vm.backup) {
            let system = (vm.os_name.clone(), vm.os_version.clone());
            for disk in &mut vm.storage {
                if disk.primary && Some(at) == last {
                    replica(rng, disk, &system, ReplicaKind::Snapshot, (4, 33_000));
                }
                // 01:31 in the morning, as `backups` makes them.
                for day in (0..BACKUPS).rev() {
                    replica(rng, disk, &system, ReplicaKind::Backup, (day, 80_940));
                }
            }
        }
    }
    let mut disk = |name: &str, size_gb, days| {
        let created_at = before_epoch(days, 20_000);
        let disk = Storage::new(rng.uuid().to_string(), size_gb, owner, created_at);
        Storage { display_name: name.to_owned(), ..disk }
    };
    let (empty, copy) = (disk("old-uploads", 50, 120), disk("db-copy", 100, 3));
    if let Some(location) = locations.first_mut() {
        location.disks.push(empty);
    }
    if let Some(location) = last.and_then(|last| locations.get_mut(last)) {
        let original = location.vms.iter().find_map(boot_snapshot);
        location.disks.push(Storage { source: original.map_or(Source::Empty, Source::Snapshot), ..copy });
    }
}

/// The first snapshot of the disk that a VM starts from, by the uuid that disks list.
fn boot_snapshot(vm: &Vm) -> Option<String> {
    let snapshots = vm.storage.iter().filter(|disk| disk.primary).flat_map(|disk| &disk.replicas);
    Some(snapshots.into_iter().find(|replica| replica.kind == ReplicaKind::Snapshot)?.uuid.clone())
}
