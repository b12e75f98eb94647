//! A disk is taken from its server and goes on existing.

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Family;
use domain::change::{Change, DiskChange};
use domain::policy::Verb;
use domain::pricing::PricedItem;
use domain::rules::disk::can_detach;

use super::{check, described, named};
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(crate) struct Detach;

impl Act for Detach {
    fn slug(&self) -> &'static str {
        "disk.detach"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn joint(&self) -> &'static str {
        " from "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        check(on, "disk.detach")
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let disk = named(on, fields)?;
        can_detach(disk.primary)?;
        let change = DiskChange::Detach { server: on.key().id.clone(), disk: disk.id.clone() };
        let alone = on
            .prices()
            .zip(disk.size_gib)
            .and_then(|(prices, size)| price::of(prices, &PricedItem::BlockStorage, size));
        let what = described(disk);
        let draft = Draft {
            steps: vec![Change::Disk(change).into()],
            before: Before::of(on.server()),
            summary: what.clone(),
            stays: vec![match &alone {
                Some(price) => format!("The disk with its data. It goes on costing {}.", price::words(price)),
                None => "The disk with its data. It goes on costing money.".to_owned(),
            }],
            cost: "Nothing is saved: a disk that belongs to no server is billed as well.".to_owned(),
            ..Draft::default()
        };
        Ok(draft
            .line("Disk", what, "at no server")
            .effect(
                "The server loses the disk at once. Unmount it inside first, or data on it can be damaged.",
            )
            .effect("It can be attached again, to this or another server in the same location."))
    }
}
