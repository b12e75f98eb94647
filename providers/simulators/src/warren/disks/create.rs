//! `POST storage/disks`: an empty disk, or a copy of an image, of another disk or of a snapshot.

use std::time::Duration;

use super::{LARGEST, live, unknown_disk};
use crate::http::{Call, Reply};
use crate::warren::billing::payer;
use crate::warren::errors::{error, message};
use crate::warren::fields::{required, truth, whole_number};
use crate::warren::images::IMAGES;
use crate::warren::state::{Owner, Source, State, Storage, Work};
use crate::warren::work::hold;

const EMPTY: Duration = Duration::from_secs(2);
const COPY: Duration = Duration::from_secs(30);
/// What an image fills, in GB: the smallest boot disk of the pools.
const IMAGE_GB: u32 = 20;

/// What is copied: its size in GB, and the disk that the copy holds meanwhile.
struct Origin {
    source: Source,
    size_gb: Option<u32>,
    held: String,
}

pub(super) fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let billing_account = payer(call, state)?;
    let origin = origin(call, state)?;
    let size_gb = size(call, &origin)?;
    let read_only = truth(call, "read_only_bootable")?;
    let name = call.param("display_name").unwrap_or_default().to_owned();
    let owner = Owner { user_id: state.user.id, billing_account };
    let takes = if origin.source == Source::Empty { EMPTY } else { COPY };
    let (slug, source, display_name) = (call.location.clone(), origin.source, name.clone());
    let finish = move |state: &mut State| {
        let (uuid, now) = (state.rng.uuid().to_string(), state.now);
        let disk = Storage { source, display_name, read_only, ..Storage::new(uuid, size_gb, owner, now) };
        let reply = Reply::json(201, &disk.wire_written());
        let Some(location) = state.location_mut(&slug) else { return unknown_disk() };
        location.disks.push(disk);
        reply
    };
    if origin.held.is_empty() {
        return Ok(Work::blocking("create", &name, &name, takes, |_| {}, finish));
    }
    Ok(hold("create", [&origin.held], &name, takes, finish))
}

/// `size_gb` is "required if size is not apparent from source image". That a copy may not be smaller is a
/// guess.
fn size(call: &Call, origin: &Origin) -> Result<u32, Reply> {
    let wanted = whole_number(call, "size_gb")?;
    let Some(wanted) = wanted else {
        return match origin.size_gb {
            Some(size) => Ok(size),
            None => Err(required(call, "size_gb").err().unwrap_or_else(unknown_disk)),
        };
    };
    let least = origin.size_gb.unwrap_or(1);
    let fits = u32::try_from(wanted).ok().filter(|size| wanted <= LARGEST && *size >= least);
    fits.ok_or_else(|| error(400, "size_gb", &format!("Disk size must be between {least} and {LARGEST} GB")))
}

fn origin(call: &Call, state: &State) -> Result<Origin, Reply> {
    // The official provider sends both fields empty.
    let kind = call.param("source_image_type").filter(|kind| !kind.is_empty()).unwrap_or("EMPTY");
    if kind == "EMPTY" {
        return Ok(Origin { source: Source::Empty, size_gb: None, held: String::new() });
    }
    let image = match kind {
        "OS_BASE" | "DISK" | "SNAPSHOT" => required(call, "source_image")?.to_owned(),
        _ => return Err(error(400, "source_image_type", "Invalid source image type provided")),
    };
    match kind {
        "OS_BASE" => {
            let known = image.rsplit_once('_').is_some_and(|(name, version)| {
                let mut versions = IMAGES.iter().filter(|image| image.os_name == name);
                versions.any(|image| image.versions.iter().any(|(known, ..)| *known == version))
            });
            let origin =
                Origin { source: Source::Image(image), size_gb: Some(IMAGE_GB), held: String::new() };
            known.then_some(origin).ok_or_else(|| message(404, "Source image not found"))
        }
        "DISK" => {
            let disk = live(call, state, &image)?;
            Ok(Origin { size_gb: Some(disk.size_gb), held: image.clone(), source: Source::Disk(image) })
        }
        _ => {
            let mut disks = state.location(call).into_iter().flat_map(|location| location.all_disks());
            let found = disks.find_map(|disk| disk.replicas.iter().find(|replica| replica.uuid == image));
            let replica = found.ok_or_else(|| message(404, "Snapshot not found"))?;
            let (size_gb, held) =
                (Some(replica.size_gb), live(call, state, &replica.disk_uuid)?.uuid.clone());
            Ok(Origin { source: Source::Snapshot(image), size_gb, held })
        }
    }
}
