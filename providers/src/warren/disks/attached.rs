//! A disk inside a virtual machine: the same thing as a block disk, in older words.

use domain::disk::AttachedDisk;
use domain::ids::ProviderResourceId;
use serde::Deserialize;

use crate::warren::replicas::{self, Rows};
use crate::wire::Scalar;

/// A row of a machine's `storage`, and the answer to a change of one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::warren) struct Storage {
    pub(in crate::warren) uuid: Scalar,
    pub(in crate::warren) name: Scalar,
    pub(in crate::warren) display_name: Scalar,
    pub(in crate::warren) size: Scalar,
    pub(in crate::warren) primary: Scalar,
    pub(in crate::warren) replica: Rows,
    pub(in crate::warren) created_at: Scalar,
}

/// `None` without an id, because nothing could be done with it.
pub(in crate::warren) fn attached(row: &Storage) -> Option<AttachedDisk> {
    Some(AttachedDisk {
        id: ProviderResourceId(row.uuid.owned()?),
        device: row.name.owned(),
        name: row.display_name.owned(),
        size_gib: row.size.whole(),
        // Whatever does not say that it is another one may be the boot disk, which must not be touched.
        primary: row.primary.flag() != Some(false),
        replicas: replicas::newest_first(&row.replica),
        created_at: row.created_at.timestamp(),
    })
}
