//! Block disks: `storage/disks` and everything below, and the singular path that the official client uses for
//! one.
//!
//! These calls read forms only: a JSON body ends in the complaint about a billing account that it may well
//! hold.

mod create;

use std::time::Duration;

use serde_json::Value;

use super::billing::payer;
use super::errors::{message, unlocked};
use super::fields::{required, truth_if_sent};
use super::state::{State, Storage, Work};
use super::work::hold;
use crate::http::{Call, Encoding, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("storage/disks", list),
    Route::post("storage/disks", create::create).takes(Encoding::Form),
    Route::read("storage/disks/{uuid}", show),
    Route::patch("storage/disks/{uuid}", modify).takes(Encoding::Form),
    Route::delete("storage/disks/{uuid}", delete).takes(Encoding::None),
    Route::read("storage/disk/{uuid}", show),
    Route::delete("storage/disk/{uuid}", delete).takes(Encoding::None),
];

/// Largest disk in GB, as the pools print it.
pub(super) const LARGEST: u64 = 1_000;

const DELETE: Duration = Duration::from_secs(1);

/// Seen on a live service.
pub(super) fn unknown_disk() -> Reply {
    message(404, "Disk not found")
}

/// Deleted disks are not listed.
fn list(call: &Call, state: &State) -> Outcome {
    let read_only = truth_if_sent(call, "read_only_bootable")?;
    let disks = state.location(call).into_iter().flat_map(|location| location.all_disks());
    let shown = disks.filter(|disk| !disk.deleted && read_only.is_none_or(|wanted| disk.read_only == wanted));
    Ok(Reply::ok(&shown.map(Storage::wire_block).collect::<Value>()))
}

/// Deleted disks are shown.
fn show(call: &Call, state: &State) -> Outcome {
    let disk = state.location(call).and_then(|location| location.disk(call.capture()));
    Ok(Reply::ok(&disk.ok_or_else(unknown_disk)?.wire_block()))
}

/// The document knows the billing account only; clients send the other two fields.
fn modify(call: &Call, state: &State) -> Result<Work, Reply> {
    let disk = live(call, state, call.capture())?;
    let name = call.param("display_name").map(str::to_owned);
    let read_only = truth_if_sent(call, "read_only_bootable")?;
    let account = if call.param("billing_account_id").is_some() { Some(payer(call, state)?) } else { None };
    if account.is_none() && name.is_none() && read_only.is_none() {
        required(call, "billing_account_id")?;
    }
    let (slug, uuid) = (call.location.clone(), disk.uuid.clone());
    Ok(Work::now("modify", &disk.uuid, &disk.display_name, move |state| {
        let now = state.now;
        let Some(disk) = state.location_mut(&slug).and_then(|location| location.disk_mut(&uuid)) else {
            return unknown_disk();
        };
        disk.owner.billing_account = account.unwrap_or(disk.owner.billing_account);
        disk.display_name = name.unwrap_or_else(|| std::mem::take(&mut disk.display_name));
        disk.read_only = read_only.unwrap_or(disk.read_only);
        disk.updated_at = Some(now);
        Reply::ok(&disk.wire_written())
    }))
}

/// A tombstone can be deleted again: a client takes a disk from its VM for good and then deletes it here.
/// An attached disk leaves its VM, as the official client takes for granted; only the boot disk stays.
fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let location = state.location(call).ok_or_else(unknown_disk)?;
    let disk = location.disk(call.capture()).ok_or_else(unknown_disk)?;
    if disk.primary {
        return Err(message(400, "Primary disk cannot be deleted"));
    }
    unlocked(state, &disk.uuid, "Disk")?;
    let takes = if disk.deleted { Duration::ZERO } else { DELETE };
    let (slug, uuid) = (call.location.clone(), disk.uuid.clone());
    Ok(hold("delete", [&disk.uuid], &disk.display_name, takes, move |state| {
        let now = state.now;
        let Some(location) = state.location_mut(&slug) else { return unknown_disk() };
        if let Some(attached) = location.detach_disk(&uuid, now) {
            location.disks.push(attached);
        }
        if let Some(at) = location.disks.iter().position(|disk| disk.uuid == uuid && !disk.deleted) {
            let disk = location.disks.remove(at).bury(now);
            location.disks.push(disk);
        }
        Reply::empty(204)
    }))
}

/// The disk with this uuid, unless it was deleted or another write holds it.
pub(super) fn live<'a>(call: &Call, state: &'a State, uuid: &str) -> Result<&'a Storage, Reply> {
    let disk = state.location(call).and_then(|location| location.disk(uuid)).filter(|disk| !disk.deleted);
    let disk = disk.ok_or_else(unknown_disk)?;
    unlocked(state, &disk.uuid, "Disk")?;
    Ok(disk)
}
