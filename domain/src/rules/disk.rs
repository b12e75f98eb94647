//! Disks of Warren servers. Virtua's documents have no disk calls of their own.

use serde::{Deserialize, Serialize};

use crate::error::DomainError;
use crate::rules::conflict;
use crate::rules::size::Bounds;

/// What a new disk is a copy of ("Create Disk", `source_image_type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiskSource {
    /// Nothing: the default.
    Empty,
    /// A system's image, such as `ubuntu_20.04`.
    OsBase,
    /// Another disk, by its id.
    Disk,
    /// A snapshot, by its id.
    Snapshot,
}

impl DiskSource {
    /// Every source, in the order people choose from.
    pub const ALL: [Self; 4] = [Self::Empty, Self::OsBase, Self::Disk, Self::Snapshot];

    /// As requests spell it.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Empty => "EMPTY",
            Self::OsBase => "OS_BASE",
            Self::Disk => "DISK",
            Self::Snapshot => "SNAPSHOT",
        }
    }
}

/// The sizes of a disk that is not a boot disk: from 1 GiB to the pool's `disk_gb` maximum where one is
/// known. The documents limit the main storage only; whether the pool's minimum binds data disks is not
/// stated.
#[must_use]
pub fn data_disk_bounds(pool_disk: Option<Bounds>) -> Bounds {
    Bounds { least: Some(1), most: pool_disk.and_then(|pool| pool.most) }
}

/// Checks the size of a data disk in GiB.
///
/// # Errors
/// Beside field `size_gib`.
pub fn data_disk_size(size_gib: u32, bounds: Bounds) -> Result<(), DomainError> {
    let least = bounds.least.unwrap_or(1).max(1);
    match bounds.most {
        Some(most) if size_gib > most => {
            Err(DomainError::invalid("size_gib", format!("Choose {least} to {most} GiB.")))
        }
        _ if size_gib < least => {
            Err(DomainError::invalid("size_gib", format!("Choose {least} GiB or more.")))
        }
        _ => Ok(()),
    }
}

/// Checks a new block disk ("Create Disk"): an empty one needs a size; a copy needs its source, and takes the
/// source's size when none is given; a size below the source's (`source_gib`, where known) would cut it off.
///
/// # Errors
/// Beside field `size_gib` or `source`.
pub fn new_disk(
    kind: DiskSource,
    source: &str,
    size_gib: Option<u32>,
    source_gib: Option<u32>,
    bounds: Bounds,
) -> Result<(), DomainError> {
    let source = source.trim();
    match kind {
        DiskSource::Empty if !source.is_empty() => {
            return Err(DomainError::invalid("source", "An empty disk has no source. Leave it out."));
        }
        DiskSource::Empty if size_gib.is_none() => {
            return Err(DomainError::invalid("size_gib", "Choose the size of the disk."));
        }
        DiskSource::Empty => {}
        _ if source.is_empty() => return Err(DomainError::invalid("source", "Choose what to copy.")),
        _ if source.len() > 128 || !source.bytes().all(|b| b.is_ascii_graphic()) => {
            return Err(DomainError::invalid("source", "Choose a source from the list."));
        }
        _ => {}
    }
    let Some(size) = size_gib else { return Ok(()) };
    if let Some(least) = source_gib.filter(|least| size < *least && kind != DiskSource::Empty) {
        let why = format!("The source has {least} GiB, and disks only grow. Choose {least} GiB or more.");
        return Err(DomainError::invalid("size_gib", why));
    }
    data_disk_size(size, bounds)
}

/// Checks a disk's new size ("Modify Disk": "cannot be smaller than current size"). The same size would
/// change nothing and is refused too.
///
/// # Errors
/// Beside field `size_gib`.
pub fn grow(current_gib: u32, wanted_gib: u32, most_gib: Option<u32>) -> Result<(), DomainError> {
    let why = match most_gib {
        _ if wanted_gib == current_gib => "The disk has this size already.".to_owned(),
        _ if wanted_gib < current_gib => {
            format!("Disks only grow. Choose more than {current_gib} GiB.")
        }
        Some(most) if wanted_gib > most => format!("Choose at most {most} GiB."),
        _ => return Ok(()),
    };
    Err(DomainError::invalid("size_gib", why))
}

/// Checks that a disk can be taken from its server and destroyed ("Delete Attached Disk": "primary/boot disks
/// cannot be deleted").
///
/// # Errors
/// A conflict for the boot disk.
pub fn can_delete_attached(is_primary: bool) -> Result<(), DomainError> {
    if is_primary {
        return Err(conflict("The boot disk goes only with its server. Delete the server instead."));
    }
    Ok(())
}

/// Checks that a disk can be detached. The document names no exception; the boot disk is refused because a
/// server cannot run without it.
///
/// # Errors
/// A conflict for the boot disk.
pub fn can_detach(is_primary: bool) -> Result<(), DomainError> {
    if is_primary {
        return Err(conflict("The boot disk cannot be detached: the server starts from it."));
    }
    Ok(())
}

/// Checks that a disk is free to be attached to a server or to boot a new one ("Create VM": "an existing
/// unattached disk"). `attached_to` names the server that has it.
///
/// # Errors
/// A conflict while it is attached.
pub fn can_attach(attached_to: Option<&str>) -> Result<(), DomainError> {
    match attached_to {
        Some(server) => Err(conflict(format!("The disk is attached to {server}. Detach it there first."))),
        None => Ok(()),
    }
}

/// Checks that a block disk can be destroyed with all its snapshots ("Delete Disk"). The document does not
/// say what happens to an attached one, so it must be detached first.
///
/// # Errors
/// A conflict while it is attached.
pub fn can_delete(attached_to: Option<&str>) -> Result<(), DomainError> {
    can_attach(attached_to)
}

/// Where a Linux guest finds the disk: "the first 20 symbols of the disk UUID" ("Attach Disk"). `None` for a
/// shorter id.
#[must_use]
pub fn guest_device(disk_uuid: &str) -> Option<String> {
    disk_uuid.get(..20).map(|start| format!("/dev/disk/by-id/virtio-{start}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Bounds = Bounds { least: Some(1), most: None };

    #[test]
    fn disks_only_grow() {
        assert!(grow(50, 51, None).is_ok() && grow(50, 1000, Some(1000)).is_ok());
        for (wanted, most) in [(50, None), (49, None), (0, None), (1001, Some(1000))] {
            assert_eq!(grow(50, wanted, most).unwrap_err().field.as_deref(), Some("size_gib"));
        }
    }

    #[test]
    fn boot_disks_stay() {
        assert!(can_delete_attached(false).is_ok() && can_detach(false).is_ok());
        assert_eq!(can_delete_attached(true).unwrap_err().status(), 409);
        assert_eq!(can_detach(true).unwrap_err().status(), 409);
        assert!(can_attach(None).is_ok() && can_delete(None).is_ok());
        assert!(can_attach(Some("web1")).unwrap_err().message.contains("web1"));
        assert!(can_delete(Some("web1")).is_err());
    }

    #[test]
    fn new_disks_need_a_size_or_a_source() {
        use DiskSource::{Disk, Empty, OsBase, Snapshot};
        assert!(new_disk(Empty, "", Some(1), None, OPEN).is_ok());
        assert!(new_disk(OsBase, "ubuntu_20.04", None, None, OPEN).is_ok());
        assert!(
            new_disk(Snapshot, "f80b1d62-ffe4-43ef-9210-60f05445456a2018-02-22", None, Some(20), OPEN)
                .is_ok()
        );
        assert!(new_disk(Disk, "x", Some(20), Some(20), OPEN).is_ok());
        for (kind, source, size, of, field) in [
            (Empty, "", None, None, "size_gib"),
            (Empty, "", Some(0), None, "size_gib"),
            (Empty, "x", Some(1), None, "source"),
            (Disk, " ", Some(1), None, "source"),
            (Disk, "a b", Some(1), None, "source"),
            (Disk, "x", Some(19), Some(20), "size_gib"),
        ] {
            let error = new_disk(kind, source, size, of, OPEN).unwrap_err();
            assert_eq!(error.field.as_deref(), Some(field), "{kind:?} {source} {size:?}");
        }
        let pool = data_disk_bounds(Some(Bounds { least: Some(20), most: Some(1000) }));
        assert_eq!(pool, Bounds { least: Some(1), most: Some(1000) });
        assert!(data_disk_size(1000, pool).is_ok() && data_disk_size(1001, pool).is_err());
    }

    #[test]
    fn the_document_s_own_device_name() {
        assert_eq!(
            guest_device("3d91aa31-16ec-44ee-b8b3-22a0bda6559e").unwrap(),
            "/dev/disk/by-id/virtio-3d91aa31-16ec-44ee-b"
        );
        assert_eq!(guest_device("short"), None);
        assert_eq!(guest_device(&"é".repeat(20)).unwrap().chars().filter(|c| *c == 'é').count(), 10);
        assert_eq!(guest_device("aaaaaaaaaaaaaaaaaaaé"), None);
    }
}
