//! Block disks as Warren spells them.

use serde::Deserialize;

use crate::wire::{List, Scalar, loosely};

/// A row of `GET storage/disks`, a disk alone, and the answer to a write of one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Disk {
    pub(super) uuid: Scalar,
    pub(super) display_name: Scalar,
    pub(super) status: Scalar,
    pub(super) status_comment: Scalar,
    pub(super) size_gb: Scalar,
    pub(super) source_image_type: Scalar,
    pub(super) source_image: Scalar,
    pub(super) billing_account_id: Scalar,
    #[serde(deserialize_with = "loosely")]
    pub(super) snapshots: Option<List<Snapshot>>,
    pub(super) created_at: Scalar,
    pub(super) updated_at: Scalar,
}

/// A snapshot inside a disk.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Snapshot {
    pub(super) uuid: Scalar,
    /// The documents' spelling.
    #[serde(rename = "sizeGb")]
    pub(super) size_gb_camel: Scalar,
    /// What clients were seen to read.
    pub(super) size_gb: Scalar,
    pub(super) created_at: Scalar,
}
