//! What is done to disks, as requests, and what the answers tell.

use domain::change::{DiskChange, NewDisk, NewDiskSource};
use domain::rules::disk::DiskSource;

use super::{PATH, Storage, wire};
use crate::family::Applied;
use crate::http::{Call, Pace, Reply};
use crate::wire::{Scalar, object};

/// Disks of a machine.
const ATTACHED: &str = "user-resource/vm/storage";

/// The request that makes the change. Only a call that names one thing is exact: "not found" must not be
/// taken for the end of the other one.
pub(in crate::warren) fn call(change: &DiskChange) -> Call {
    let call = match change {
        DiskChange::Create(new) => create(new),
        // Two things as well: the account may be the one that is missing.
        DiskChange::SetBillingAccount { id, billing_account } => {
            Call::patch("disks.set_billing_account", PATH)
                .part(&id.0)
                .field("billing_account_id", *billing_account)
                .pace(Pace::Power)
        }
        DiskChange::Delete { id } => Call::delete("disks.delete", PATH).part(&id.0).exact().pace(Pace::Power),
        DiskChange::Add { server, size_gib } => Call::post("disks.add", ATTACHED)
            .field("uuid", &server.0)
            .field("size_gb", *size_gib)
            .exact()
            .pace(Pace::Power),
        // The document's name for the disk is another one here than below.
        DiskChange::Grow { server, disk, size_gib } => Call::patch("disks.grow", ATTACHED)
            .field("uuid", &server.0)
            .field("disk_uuid", &disk.0)
            .field("size_gb", *size_gib)
            .pace(Pace::Slow),
        DiskChange::DeleteAttached { server, disk } => {
            two(Call::delete("disks.delete_attached", ATTACHED), &server.0, &disk.0)
        }
        DiskChange::Attach { server, disk } => {
            two(Call::post("disks.attach", "user-resource/vm/storage/attach"), &server.0, &disk.0)
        }
        DiskChange::Detach { server, disk } => {
            two(Call::post("disks.detach", "user-resource/vm/storage/detach"), &server.0, &disk.0)
        }
    };
    call.located()
}

fn two(call: Call, server: &str, disk: &str) -> Call {
    call.field("uuid", server).field("storage_uuid", disk).pace(Pace::Power)
}

/// As a form: a JSON body is not read, and the refusal speaks of a billing account (`facts.md`, "Encodings").
fn create(new: &NewDisk) -> Call {
    let (kind, image) = match &new.source {
        NewDiskSource::Empty => (DiskSource::Empty, None),
        NewDiskSource::Image { name, version } => (DiskSource::OsBase, Some(format!("{name}_{version}"))),
        NewDiskSource::Disk(id) => (DiskSource::Disk, Some(id.0.clone())),
        NewDiskSource::Snapshot(id) => (DiskSource::Snapshot, Some(id.0.clone())),
    };
    Call::post("disks.create", PATH)
        .maybe("size_gb", new.size_gib)
        .field("source_image_type", kind.wire())
        .maybe("source_image", image)
        .maybe("display_name", new.name.as_ref())
        .maybe("billing_account_id", new.billing_account)
        .pace(Pace::Slow)
}

/// Warren is done when it answers. What makes a disk answers with it.
pub(in crate::warren) fn applied(change: &DiskChange, reply: &Reply) -> Applied {
    match change {
        DiskChange::Create(_) => Applied::made(made(reply, |row: wire::Disk| row.uuid)),
        DiskChange::Add { .. } => Applied::made(made(reply, |row: Storage| row.uuid)),
        _ => Applied::done(),
    }
}

/// Any answer counts as a yes, so one without a disk is no error.
fn made<'a, T: serde::Deserialize<'a>>(reply: &'a Reply, id: fn(T) -> Scalar) -> Option<String> {
    id(object(std::str::from_utf8(&reply.body).ok()?.trim())?).owned()
}
