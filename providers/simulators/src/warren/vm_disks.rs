//! Disks of a VM, below `user-resource/vm/storage`: add, grow, delete, attach and detach. Each holds the VM
//! until it is done; the VM may run meanwhile.

use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::disks::{LARGEST, live, unknown_disk};
use super::errors::{error, unknown_vm, unlocked};
use super::fields::{required, required_number};
use super::state::{Owner, State, Storage, Vm, Work};
use super::vm::free;
use super::work::hold;
use crate::clock::stamp;
use crate::http::{Call, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::post("user-resource/vm/storage", add),
    Route::patch("user-resource/vm/storage", grow),
    Route::delete("user-resource/vm/storage", delete),
    Route::post("user-resource/vm/storage/attach", attach),
    Route::post("user-resource/vm/storage/detach", detach),
];

/// Nobody has measured these.
const ADD: Duration = Duration::from_secs(6);
const GROW: Duration = Duration::from_secs(4);
const ATTACH: Duration = Duration::from_secs(3);

fn add(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let size_gb = size(call)?;
    let (slug, vm_uuid) = (call.location.clone(), vm.uuid.clone());
    Ok(hold("add_disk", [&vm.uuid], &vm.name, ADD, move |state| {
        let (uuid, now) = (state.rng.uuid().to_string(), state.now);
        let Some(vm) = state.location_mut(&slug).and_then(|location| location.vm_mut(&vm_uuid)) else {
            return unknown_vm(&vm_uuid);
        };
        let owner = Owner { user_id: vm.user_id, billing_account: vm.billing_account };
        let disk = Storage::new(uuid, size_gb, owner, now).device(&vm.next_device(), false);
        let reply = Reply::ok(&row(&disk));
        vm.updated_at = Some(now);
        vm.storage.push(disk);
        reply
    }))
}

/// The same size is no smaller one, so it is taken and changes nothing.
fn grow(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let disk = attached(call, state, vm, "disk_uuid")?;
    let size_gb = size(call)?;
    if size_gb < disk.size_gb {
        return Err(error(400, "Error", "New disk size cannot be smaller than current size."));
    }
    let (slug, uuid) = (call.location.clone(), disk.uuid.clone());
    Ok(hold("grow_disk", [&vm.uuid, &disk.uuid], &vm.name, GROW, move |state| {
        let now = state.now;
        let Some(disk) = state.location_mut(&slug).and_then(|location| location.disk_mut(&uuid)) else {
            return unknown_disk();
        };
        disk.size_gb = size_gb;
        disk.updated_at = Some(now);
        let mut row = row(disk);
        if let Value::Object(fields) = &mut row {
            fields.insert("updated_at".to_owned(), Value::from(stamp(now)));
        }
        Reply::ok(&row)
    }))
}

fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let disk = attached(call, state, vm, "storage_uuid")?;
    if disk.primary {
        return Err(error(400, "Error", "Primary disk cannot be deleted."));
    }
    Ok(part(call, vm, disk, "delete_disk", |disk, now| disk.bury(now)))
}

fn attach(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let disk = live(call, state, required(call, "storage_uuid")?)?;
    if state.location(call).is_some_and(|location| location.holder(&disk.uuid).is_some()) {
        return Err(error(400, "Error", "Disk is already attached to a virtual machine."));
    }
    let (slug, vm_uuid, uuid) = (call.location.clone(), vm.uuid.clone(), disk.uuid.clone());
    Ok(hold("attach_disk", [&vm.uuid, &disk.uuid], &vm.name, ATTACH, move |state| {
        let now = state.now;
        let attached =
            state.location_mut(&slug).and_then(|location| location.attach_disk(&vm_uuid, &uuid, now));
        let Some(disk) = attached else { return unknown_disk() };
        Reply::ok(&json!({
            "created_at": stamp(disk.created_at),
            "name": disk.name,
            "primary": disk.primary,
            "replica": [],
            "size": disk.size_gb,
            "user_id": disk.owner.user_id,
            "uuid": disk.uuid,
        }))
    }))
}

/// The disk goes on existing, and costs what it cost. No document names the boot disk here; that it stays is
/// a guess.
fn detach(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let disk = attached(call, state, vm, "storage_uuid")?;
    if disk.primary {
        return Err(error(400, "Error", "Primary disk cannot be detached."));
    }
    Ok(part(call, vm, disk, "detach_disk", |disk, _| disk))
}

/// Takes a disk from its VM; `then` says as what it goes on.
fn part(
    call: &Call,
    vm: &Vm,
    disk: &Storage,
    action: &'static str,
    then: fn(Storage, OffsetDateTime) -> Storage,
) -> Work {
    let (slug, uuid) = (call.location.clone(), disk.uuid.clone());
    hold(action, [&vm.uuid, &disk.uuid], &vm.name, ATTACH, move |state| {
        let now = state.now;
        let Some(location) = state.location_mut(&slug) else { return unknown_disk() };
        let Some(disk) = location.detach_disk(&uuid, now) else { return unknown_disk() };
        location.disks.push(then(disk, now));
        Reply::ok(&json!({"success": true}))
    })
}

/// The disk of this VM that a field names.
fn attached<'a>(call: &Call, state: &State, vm: &'a Vm, field: &str) -> Result<&'a Storage, Reply> {
    let uuid = required(call, field)?;
    let disk = vm.storage.iter().find(|disk| disk.uuid == uuid).ok_or_else(unknown_disk)?;
    unlocked(state, &disk.uuid, "Disk")?;
    Ok(disk)
}

fn size(call: &Call) -> Result<u32, Reply> {
    let wanted = required_number(call, "size_gb")?;
    let fits = u32::try_from(wanted).ok().filter(|_| (1..=LARGEST).contains(&wanted));
    fits.ok_or_else(|| error(400, "size_gb", &format!("Disk size must be between 1 and {LARGEST} GB")))
}

/// What adding and growing answer: fewer fields and no fractions of seconds.
fn row(disk: &Storage) -> Value {
    json!({
        "created_at": stamp(disk.created_at),
        "name": disk.name,
        "pool": "default",
        "primary": disk.primary,
        "replica": disk.snapshots(),
        "shared": false,
        "size": disk.size_gb,
        "type": "block",
        "uuid": disk.uuid,
    })
}
