//! A snapshot or an automatic backup of a disk. A VM's `storage` shows it under a name made of the disk's
//! uuid and a time, `storage/disks` under a uuid of its own.

use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::clock::{stamp, stamp_micros, stamp_millis};

#[derive(Debug, Clone)]
pub(in crate::warren) struct Replica {
    pub(in crate::warren) id: u64,
    /// The disk's uuid and the time when it was begun.
    pub(in crate::warren) name: String,
    /// As disks' `snapshots` list it.
    pub(in crate::warren) uuid: String,
    pub(in crate::warren) kind: ReplicaKind,
    pub(in crate::warren) disk_uuid: String,
    pub(in crate::warren) size_gb: u32,
    /// The system that was on the disk, where that was a VM's primary one: its name and version.
    pub(in crate::warren) system: Option<(String, String)>,
    pub(in crate::warren) created_at: OffsetDateTime,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::warren) enum ReplicaKind {
    Snapshot,
    Backup,
}

impl ReplicaKind {
    pub(in crate::warren) const fn word(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Backup => "backup",
        }
    }
}

impl Replica {
    pub(in crate::warren) fn wire(&self) -> Value {
        json!({
            "created_at": stamp_micros(self.created_at),
            "id": self.id,
            "master_uuid": self.disk_uuid,
            "pool": "",
            "size": self.size_gb,
            "type": self.kind.word(),
            "updated_at": null,
            "uuid": self.name,
        })
    }

    /// Both spellings of the size: the documents print one, and clients ask for either.
    pub(in crate::warren) fn wire_block(&self, disk_uuid: &str) -> Value {
        json!({
            "uuid": self.uuid,
            "sizeGb": self.size_gb,
            "size_gb": self.size_gb,
            "created_at": stamp_millis(self.created_at),
            "disk_uuid": disk_uuid,
        })
    }

    /// `f80b1d62-ffe4-43ef-9210-60f05445456a2018-02-22-14-24-32`: begun at this time, or as many seconds
    /// later as it takes to be the only one of its name.
    pub(in crate::warren) fn name(disk_uuid: &str, begun: OffsetDateTime, others: &[Self]) -> String {
        let at = |begun: OffsetDateTime| format!("{disk_uuid}{}", stamp(begun).replace([' ', ':'], "-"));
        let mut begun = begun;
        while others.iter().any(|other| other.name == at(begun)) {
            begun += Duration::from_secs(1);
        }
        at(begun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::before_epoch;

    #[test]
    fn a_name_is_a_disk_and_a_time_and_unique() {
        let replica = |name: String| Replica {
            id: 1,
            name,
            uuid: String::new(),
            kind: ReplicaKind::Snapshot,
            disk_uuid: "disk".to_owned(),
            size_gb: 20,
            system: None,
            created_at: before_epoch(0, 0),
        };
        let first = Replica::name("disk", before_epoch(0, 0), &[]);
        assert_eq!(first, "disk2025-06-01-00-00-00");
        let second = Replica::name("disk", before_epoch(0, 0), &[replica(first)]);
        assert_eq!(second, "disk2025-06-01-00-00-01");
    }
}
