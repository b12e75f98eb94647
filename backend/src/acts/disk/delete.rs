//! A disk is taken from its server and destroyed.

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Family;
use domain::change::{Change, DiskChange};
use domain::policy::Verb;
use domain::rules::disk::can_delete_attached;
use domain::rules::warnings::Warning;

use super::{check, described, disk_name, named};
use crate::acts::act::Act;
use crate::acts::draft::{Draft, PriceChange};
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(crate) struct Delete;

impl Act for Delete {
    fn slug(&self) -> &'static str {
        "disk.delete"
    }

    fn right(&self) -> Verb {
        Verb::Delete
    }

    fn joint(&self) -> &'static str {
        " of "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        check(on, "disk.delete_attached")
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let disk = named(on, fields)?;
        can_delete_attached(disk.primary)?;
        let change = DiskChange::DeleteAttached { server: on.key().id.clone(), disk: disk.id.clone() };
        let what = described(disk);
        let mut dies = vec![format!("Disk {what}, with everything on it.")];
        if !disk.replicas.is_empty() {
            dies.push(format!("Its snapshots: {}.", disk.replicas.len()));
        }
        let price = without(on, disk.size_gib);
        let draft = Draft {
            steps: vec![Change::Disk(change).into()],
            before: Before::of(on.server()),
            summary: what.clone(),
            danger: true,
            typed: Some(disk_name(disk).to_owned()),
            dies,
            cost: match &price {
                Some(price) => format!("Without it the server costs {}.", price::words(&price.after)),
                None => "The disk is no longer billed.".to_owned(),
            },
            price,
            ..Draft::default()
        };
        Ok(draft
            .line("Disk", what, "deleted")
            .effect("The server loses the disk at once. Unmount it inside first.")
            .for_good(Warning::DiskDeleteLosesSnapshots.sentence()))
    }
}

/// What the server costs without so much of its disks, while it runs.
fn without(on: &On<'_>, size_gib: Option<u32>) -> Option<PriceChange> {
    let (server, prices) = (on.server(), on.prices()?);
    let mut size = price::size_of(server, None, None, 0)?;
    let before = prices.server(&size);
    size.disk_gib = size.disk_gib.checked_sub(size_gib?)?;
    let after = prices.server(&size)?;
    Some(PriceChange { before, after, note: "The server with its other disks, while it runs.".to_owned() })
}
