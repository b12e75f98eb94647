//! Disks, by themselves and at their server.

use domain::change::DiskChange;
use domain::disk::{AttachedDisk, Disk, DiskState};
use domain::ids::ProviderResourceId;

use super::{Case, Goal, unread};
use crate::operations::sight::{Found, Sight};

/// Where a change of a disk stands.
pub(super) fn goal(case: &Case<'_>, change: &DiskChange, sight: &Sight) -> Goal {
    match change {
        DiskChange::Create(_) => match existing(sight) {
            Some(Some(disk)) => {
                Goal::Reached { now: "the disk is there".to_owned(), made: Some(disk.id.clone()) }
            }
            Some(None) => Goal::Elsewhere("the new disk cannot be found yet".to_owned()),
            None => Goal::Ask("one new disk looks like another".to_owned()),
        },
        DiskChange::SetBillingAccount { billing_account, .. } => match existing(sight) {
            Some(Some(disk)) => Goal::switch(
                disk.billing_account == Some(*billing_account),
                "the other account pays for the disk",
                "the same account still pays for the disk",
            ),
            Some(None) => Goal::Ask("the disk does not exist any more".to_owned()),
            None => unread(),
        },
        DiskChange::Delete { .. } => match existing(sight) {
            Some(disk) => Goal::switch(disk.is_none(), "the disk is gone", "the disk is still there"),
            None => unread(),
        },
        DiskChange::DeleteAttached { disk, .. } => match (existing(sight), attached(sight)) {
            (Some(None), _) => Goal::reached("the disk is gone"),
            (Some(Some(_)), Ok(disks)) if holds(disks, disk).is_some() => {
                Goal::Unmoved("the server still has the disk".to_owned())
            }
            (Some(Some(_)), Ok(_)) => Goal::Elsewhere(
                "the server does not have the disk any more, and the disk still exists".to_owned(),
            ),
            (_, Err(goal)) => goal,
            (None, _) => unread(),
        },
        DiskChange::Add { size_gib, .. } => {
            attached(sight).map_or_else(|goal| goal, |disks| added(case, *size_gib, disks))
        }
        DiskChange::Grow { disk, size_gib, .. } => {
            attached(sight).map_or_else(|goal| goal, |disks| grown(case, (disk, *size_gib), disks))
        }
        DiskChange::Attach { disk, .. } => attached(sight).map_or_else(
            |goal| goal,
            |disks| {
                Goal::switch(
                    holds(disks, disk).is_some(),
                    "the server has the disk",
                    "the server still does not have the disk",
                )
            },
        ),
        DiskChange::Detach { disk, .. } => attached(sight).map_or_else(
            |goal| goal,
            |disks| {
                Goal::switch(
                    holds(disks, disk).is_none(),
                    "the server does not have the disk any more",
                    "the server still has the disk",
                )
            },
        ),
    }
}

/// The disk that was read: `Some(None)` when it does not exist.
fn existing(sight: &Sight) -> Option<Option<&Disk>> {
    Some(match sight.disk.as_ref()? {
        Found::There(disk) if disk.state != DiskState::Deleted => Some(disk),
        _ => None,
    })
}

/// The disks of the server that was read.
fn attached(sight: &Sight) -> Result<&[AttachedDisk], Goal> {
    match &sight.server {
        Some(Found::There(server)) => server.details.disks.as_deref().ok_or_else(|| {
            Goal::Elsewhere("the provider does not say which disks the server has".to_owned())
        }),
        Some(Found::Gone) => Err(Goal::Ask("the server does not exist any more".to_owned())),
        None => Err(unread()),
    }
}

fn holds<'d>(disks: &'d [AttachedDisk], id: &ProviderResourceId) -> Option<&'d AttachedDisk> {
    disks.iter().find(|disk| disk.id == *id)
}

/// The disks that the server had before.
fn before<'c>(case: &Case<'c>) -> Option<&'c [AttachedDisk]> {
    case.before.server.as_deref()?.details.disks.as_deref()
}

fn added(case: &Case<'_>, size_gib: u32, disks: &[AttachedDisk]) -> Goal {
    let reached = |id: &ProviderResourceId| Goal::Reached {
        now: format!("the server has the new disk of {size_gib} GiB"),
        made: Some(id.clone()),
    };
    if let Some(made) = case.made {
        return match holds(disks, made) {
            Some(disk) => reached(&disk.id),
            None => Goal::Elsewhere("the server does not show the new disk yet".to_owned()),
        };
    }
    let Some(before) = before(case) else {
        return Goal::Ask("which disks the server had before is not known".to_owned());
    };
    let mut new = disks.iter().filter(|disk| holds(before, &disk.id).is_none());
    match (new.next(), new.next()) {
        (None, _) => Goal::Unmoved("the server has no new disk".to_owned()),
        (Some(disk), None) if disk.size_gib.is_none_or(|size| size == size_gib) => reached(&disk.id),
        _ => Goal::Ask("the server has another new disk".to_owned()),
    }
}

fn grown(case: &Case<'_>, (id, size_gib): (&ProviderResourceId, u32), disks: &[AttachedDisk]) -> Goal {
    let Some(disk) = holds(disks, id) else {
        return Goal::Ask("the server does not have the disk any more".to_owned());
    };
    let Some(now) = disk.size_gib else {
        return Goal::Elsewhere("the provider does not say how large the disk is".to_owned());
    };
    let before = before(case).and_then(|disks| holds(disks, id)).and_then(|disk| disk.size_gib);
    if now >= size_gib {
        Goal::reached(format!("the disk has {now} GiB"))
    } else if before == Some(now) {
        Goal::Unmoved(format!("the disk still has {now} GiB"))
    } else {
        Goal::Elsewhere(format!("the disk has {now} GiB"))
    }
}
