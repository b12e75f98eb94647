//! A larger disk.

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::capability::Family;
use domain::change::{Change, DiskChange};
use domain::policy::Verb;
use domain::rules::disk::grow;
use domain::rules::warnings::Warning;

use super::{bounds, check, described, named, with_more};
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{fact, hidden, number, read_number, section};
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

pub(crate) struct Grow;

impl Act for Grow {
    fn slug(&self) -> &'static str {
        "disk.grow"
    }

    fn right(&self) -> Verb {
        Verb::Change
    }

    fn joint(&self) -> &'static str {
        " of "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Plans, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        check(on, "disk.grow")
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        let disk = named(on, fields).ok();
        let now = disk.and_then(|disk| disk.size_gib).unwrap_or_default();
        let most = bounds(on).and_then(|bounds| bounds.most);
        let mut size = number(
            ("size_gib", "New size", "GiB"),
            fields,
            now.saturating_add(10),
            (now.saturating_add(1), most),
        );
        size.changes_form = true;
        let mut asked = vec![hidden("disk", fields)];
        asked.extend(disk.map(|disk| fact("present", "Disk", &described(disk))));
        asked.push(size);
        section(asked)
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let disk = named(on, fields)?;
        let now = disk.size_gib.ok_or_else(|| {
            DomainError::invalid(
                "size_gib",
                "The provider does not tell the present size. Read the server again first.",
            )
        })?;
        let size_gib = read_number(fields, "size_gib")?;
        grow(now, size_gib, bounds(on).and_then(|bounds| bounds.most))?;
        let price = with_more(on, size_gib.saturating_sub(now));
        let change = DiskChange::Grow { server: on.key().id.clone(), disk: disk.id.clone(), size_gib };
        let draft = Draft {
            steps: vec![Change::Disk(change).into()],
            before: Before::of(on.server()),
            summary: format!("{now} GiB → {size_gib} GiB"),
            cost: match &price {
                Some(price) => format!("With it the server costs {}.", price::words(&price.after)),
                None => "It costs more from then on; the provider's figures do not tell how much.".to_owned(),
            },
            price,
            ..Draft::default()
        };
        Ok(draft
            .line("Size", format!("{now} GiB"), format!("{size_gib} GiB"))
            .effect(
                "The disk grows. The file systems on it have to be enlarged inside the server afterwards.",
            )
            .for_good(Warning::DisksNeverShrink.sentence()))
    }
}
