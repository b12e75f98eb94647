//! Snapshots and automatic backups, which the platform calls replicas: `user-resource/vm/replica`, the switch
//! `user-resource/vm/backup` and `user-resource/vm/rebuild`. The backups themselves are made in `backups`.

use std::time::Duration;

use serde_json::{Value, json};

use super::errors::{message, unknown_vm, unlocked};
use super::fields::required;
use super::state::{Location, Replica, ReplicaKind, State, Storage, Vm, Work};
use super::vm::{free, wanted};
use super::work::hold;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("user-resource/vm/replica", list),
    Route::post("user-resource/vm/replica", create),
    Route::delete("user-resource/vm/replica", delete),
    Route::post("user-resource/vm/backup", toggle),
    Route::post("user-resource/vm/rebuild", rebuild),
];

/// What lies between the name and the creation time of the document's replica.
const CREATE: Duration = Duration::from_secs(19);
/// Nobody has measured these two.
const DELETE: Duration = Duration::from_secs(2);
const REBUILD: Duration = Duration::from_secs(40);

fn unknown_replica() -> Reply {
    message(404, "Replica not found")
}

/// Those of all disks of the VM. A kind that nobody knows has none.
fn list(call: &Call, state: &State) -> Outcome {
    let vm = wanted(call, state)?;
    let kind = call.param("r_type").unwrap_or("snapshot");
    let replicas = vm.storage.iter().flat_map(|disk| &disk.replicas);
    Ok(Reply::ok(
        &replicas.filter(|replica| replica.kind.word() == kind).map(Replica::wire).collect::<Value>(),
    ))
}

/// The answer is the disk with all its replicas, not the new one.
fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let uuid = required(call, "uuid")?;
    let location = state.location(call).ok_or_else(|| unknown_vm(uuid))?;
    let (vm, disk) = replicable(location, uuid).ok_or_else(|| unknown_vm(uuid))?;
    unlocked(state, &vm.uuid, "Virtual machine")?;
    unlocked(state, &disk.uuid, "Disk")?;
    let (slug, uuid, begun) = (call.location.clone(), disk.uuid.clone(), call.now);
    Ok(hold("snapshot", [&vm.uuid, &disk.uuid], &vm.name, CREATE, move |state| {
        let (id, snapshot_uuid, now) = (state.next_id(), state.rng.uuid().to_string(), state.now);
        let Some(location) = state.location_mut(&slug) else { return unknown_vm(&uuid) };
        let system = system(location, &uuid);
        let Some(disk) = location.disk_mut(&uuid) else { return unknown_vm(&uuid) };
        disk.replicas.push(Replica {
            id,
            name: Replica::name(&uuid, begun, &disk.replicas),
            uuid: snapshot_uuid,
            kind: ReplicaKind::Snapshot,
            disk_uuid: uuid.clone(),
            size_gb: disk.size_gb,
            system,
            created_at: now,
        });
        Reply::ok(&disk.wire())
    }))
}

/// The document says "from block storage" and shows the uuid of a VM that is also its disk's: either is
/// taken.
fn replicable<'a>(location: &'a Location, uuid: &str) -> Option<(&'a Vm, &'a Storage)> {
    let vm = location.vm(uuid).or_else(|| location.holder(uuid))?;
    let named = vm.storage.iter().find(|disk| disk.uuid == uuid);
    Some((vm, named.or_else(|| vm.storage.iter().find(|disk| disk.primary))?))
}

/// The system on a disk, if a VM starts from it.
pub(super) fn system(location: &Location, disk_uuid: &str) -> Option<(String, String)> {
    let vm = location.holder(disk_uuid)?;
    let boots = vm.storage.iter().any(|disk| disk.uuid == disk_uuid && disk.primary);
    boots.then(|| (vm.os_name.clone(), vm.os_version.clone()))
}

fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let name = required(call, "replica_uuid")?.to_owned();
    let location = state.location(call).ok_or_else(unknown_replica)?;
    let (disk, replica) = location.replicated(&name).ok_or_else(unknown_replica)?;
    unlocked(state, &disk.uuid, "Disk")?;
    let (slug, uuid) = (call.location.clone(), disk.uuid.clone());
    Ok(hold("delete_replica", [&replica.name, &disk.uuid], &replica.name, DELETE, move |state| {
        let Some(disk) = state.location_mut(&slug).and_then(|location| location.disk_mut(&uuid)) else {
            return unknown_replica();
        };
        disk.replicas.retain(|replica| replica.name != name);
        Reply::ok(&json!({"success": true}))
    }))
}

/// Has no target state: what is on goes off. Backups that were made stay.
fn toggle(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let (slug, uuid) = (call.location.clone(), vm.uuid.clone());
    Ok(Work::now("backup", &vm.uuid, &vm.name, move |state| {
        let now = state.now;
        let Some(vm) = state.location_mut(&slug).and_then(|location| location.vm_mut(&uuid)) else {
            return unknown_vm(&uuid);
        };
        vm.backup = !vm.backup;
        vm.updated_at = Some(now);
        Reply::ok(&vm.wire())
    }))
}

/// What is on the disk is lost. Its size stays, because disks only grow, and the VM runs afterwards if it ran
/// before; neither is documented.
fn rebuild(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let name = required(call, "replica_uuid")?;
    let of = |disk: &&Storage| disk.replicas.iter().any(|replica| replica.name == name);
    let disk = vm.storage.iter().find(of).ok_or_else(unknown_replica)?;
    unlocked(state, &disk.uuid, "Disk")?;
    let (slug, uuid, name) = (call.location.clone(), vm.uuid.clone(), name.to_owned());
    Ok(hold("rebuild", [&vm.uuid, &disk.uuid], &vm.name, REBUILD, move |state| {
        let now = state.now;
        let Some(location) = state.location_mut(&slug) else { return unknown_vm(&uuid) };
        let Some(system) = location.replicated(&name).map(|(_, replica)| replica.system.clone()) else {
            return unknown_replica();
        };
        let Some(vm) = location.vm_mut(&uuid) else { return unknown_vm(&uuid) };
        if let Some((os_name, os_version)) = system {
            (vm.os_name, vm.os_version) = (os_name, os_version);
        }
        vm.updated_at = Some(now);
        Reply::ok(&vm.wire())
    }))
}
