//! A disk. It is one thing with two faces: while attached it is a row of its VM's `storage`, and it is always
//! a row of `storage/disks`. A VM owns the disks that are attached to it; free and deleted ones lie in their
//! location.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::replica::{Replica, ReplicaKind};
use crate::clock::{stamp, stamp_micros, stamp_millis};

#[derive(Debug, Clone)]
pub(in crate::warren) struct Storage {
    pub(in crate::warren) uuid: String,
    /// Name of the device while attached: `sda` is the primary one.
    pub(in crate::warren) name: String,
    pub(in crate::warren) size_gb: u32,
    pub(in crate::warren) primary: bool,
    pub(in crate::warren) created_at: OffsetDateTime,
    pub(in crate::warren) updated_at: Option<OffsetDateTime>,
    pub(in crate::warren) owner: Owner,
    pub(in crate::warren) source: Source,
    /// Empty on most disks.
    pub(in crate::warren) display_name: String,
    pub(in crate::warren) read_only: bool,
    /// Whether it is a tombstone, which an exact read still shows.
    pub(in crate::warren) deleted: bool,
    /// Snapshots and automatic backups of it, oldest first.
    pub(in crate::warren) replicas: Vec<Replica>,
}

/// Whose a disk is, and who pays for it while it is not attached: an attached one is paid for with its VM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::warren) struct Owner {
    pub(in crate::warren) user_id: u64,
    pub(in crate::warren) billing_account: u64,
}

/// What a disk began with: `source_image_type` and `source_image`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::warren) enum Source {
    Empty,
    /// An image as in `ubuntu_24.04-lts`.
    Image(String),
    /// Another disk's uuid.
    Disk(String),
    /// A disk snapshot's uuid.
    Snapshot(String),
}

impl Source {
    fn kind(&self) -> &'static str {
        match self {
            Self::Empty => "EMPTY",
            Self::Image(_) => "OS_BASE",
            Self::Disk(_) => "DISK",
            Self::Snapshot(_) => "SNAPSHOT",
        }
    }

    fn image(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Image(image) | Self::Disk(image) | Self::Snapshot(image) => Some(image),
        }
    }
}

impl Storage {
    /// An empty disk that is attached to nothing.
    pub(in crate::warren) fn new(
        uuid: String,
        size_gb: u32,
        owner: Owner,
        created_at: OffsetDateTime,
    ) -> Self {
        Self {
            uuid,
            name: String::new(),
            size_gb,
            primary: false,
            created_at,
            updated_at: None,
            owner,
            source: Source::Empty,
            display_name: String::new(),
            read_only: false,
            deleted: false,
            replicas: Vec::new(),
        }
    }

    /// The same as the device `name` of a VM.
    pub(in crate::warren) fn device(self, name: &str, primary: bool) -> Self {
        Self { name: name.to_owned(), primary, ..self }
    }

    /// Turns it into the tombstone that an exact read still shows. Its snapshots go with it.
    pub(in crate::warren) fn bury(mut self, now: OffsetDateTime) -> Self {
        self.deleted = true;
        self.replicas.clear();
        self.updated_at = Some(now);
        self.device("", false)
    }

    /// As a row of a VM's `storage`, the way a live service prints it.
    pub(in crate::warren) fn wire(&self) -> Value {
        let mut disk = json!({
            "created_at": stamp_micros(self.created_at),
            "name": self.name,
            "pool": "n/a",
            "primary": self.primary,
            "replica": self.snapshots(),
            "shared": false,
            "size": self.size_gb,
            "type": "n/a",
            "updated_at": self.updated_at.map(stamp),
            "user_id": self.owner.user_id,
            "uuid": self.uuid,
        });
        // The primary disk was seen without this field.
        if let (Value::Object(fields), false) = (&mut disk, self.primary) {
            let name = if self.display_name.is_empty() { "data" } else { self.display_name.as_str() };
            fields.insert("display_name".to_owned(), Value::from(name));
        }
        disk
    }

    /// What a VM's rows show: snapshots, as in all samples. That backups stand in lists of their own alone
    /// is a guess, which spares the clients that can read no replica here.
    pub(in crate::warren) fn snapshots(&self) -> Value {
        let snapshots = self.replicas.iter().filter(|replica| replica.kind == ReplicaKind::Snapshot);
        snapshots.map(Replica::wire).collect()
    }

    /// As a row of `storage/disks`.
    pub(in crate::warren) fn wire_block(&self) -> Value {
        let mut disk = self.wire_written();
        if let Value::Object(fields) = &mut disk {
            // Newest first, as documented.
            let snapshots =
                self.replicas.iter().rev().map(|replica| replica.wire_block(&self.uuid)).collect();
            fields.insert("snapshots".to_owned(), snapshots);
        }
        disk
    }

    /// As a write of `storage/disks` answers: without its snapshots.
    pub(in crate::warren) fn wire_written(&self) -> Value {
        let mut disk = json!({
            "uuid": self.uuid,
            "status": if self.deleted { "Deleted" } else { "Active" },
            "status_comment": "",
            "user_id": self.owner.user_id,
            "billing_account_id": self.owner.billing_account,
            "size_gb": self.size_gb,
            "source_image_type": self.source.kind(),
            "display_name": self.display_name,
            "read_only_bootable": self.read_only,
            "created_at": stamp_millis(self.created_at),
            "updated_at": stamp_millis(self.updated_at.unwrap_or(self.created_at)),
        });
        if let (Value::Object(fields), Some(image)) = (&mut disk, self.source.image()) {
            fields.insert("source_image".to_owned(), Value::from(image));
        }
        disk
    }
}
