//! From Warren's disks to the neutral model. Pure.

use std::cmp::Reverse;

use domain::disk::{Disk, DiskOrigin, DiskSnapshot, DiskState};
use domain::ids::ProviderResourceId;
use domain::rules::disk::DiskSource;

use super::wire;
use crate::wire::Scalar;

/// `None` without an id, because nothing could be done with it.
pub(super) fn disk(row: &wire::Disk) -> Option<Disk> {
    let snapshots = row.snapshots.as_ref().map(|snapshots| {
        let mut snapshots: Vec<_> = snapshots.items.iter().filter_map(snapshot).collect();
        snapshots.sort_by_key(|snapshot| Reverse(snapshot.created_at));
        snapshots
    });
    Some(Disk {
        id: ProviderResourceId(row.uuid.owned()?),
        name: row.display_name.owned(),
        state: state(&row.status),
        note: row.status_comment.owned(),
        size_gib: row.size_gb.whole(),
        source: origin(&row.source_image_type, &row.source_image),
        billing_account: row.billing_account_id.number().filter(|id| *id != 0),
        snapshots,
        created_at: row.created_at.timestamp(),
        updated_at: row.updated_at.timestamp(),
    })
}

fn snapshot(row: &wire::Snapshot) -> Option<DiskSnapshot> {
    Some(DiskSnapshot {
        id: ProviderResourceId(row.uuid.owned()?),
        size_gib: row.size_gb_camel.whole().or_else(|| row.size_gb.whole()),
        created_at: row.created_at.timestamp(),
    })
}

/// Words without a rule are shown as they came.
fn state(status: &Scalar) -> DiskState {
    let Some(status) = status.text() else { return DiskState::Other("unknown".to_owned()) };
    match status.to_ascii_lowercase().as_str() {
        "active" => DiskState::Active,
        "deleted" => DiskState::Deleted,
        _ => DiskState::Other(status.to_owned()),
    }
}

fn origin(kind: &Scalar, image: &Scalar) -> Option<DiskOrigin> {
    let word = kind.text()?;
    let known = DiskSource::ALL.into_iter().find(|source| source.wire().eq_ignore_ascii_case(word));
    let id = || image.owned().map(ProviderResourceId);
    Some(match known {
        Some(DiskSource::Empty) => DiskOrigin::Empty,
        Some(DiskSource::OsBase) => DiskOrigin::Image(image.owned()),
        Some(DiskSource::Disk) => DiskOrigin::Disk(id()),
        Some(DiskSource::Snapshot) => DiskOrigin::Snapshot(id()),
        None => DiskOrigin::Other(word.to_owned()),
    })
}
