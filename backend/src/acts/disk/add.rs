//! A new, empty disk at a server.

use domain::DomainError;
use domain::act::{Fields, FormSection};
use domain::capability::Family;
use domain::change::{Change, DiskChange};
use domain::policy::Verb;
use domain::rules::disk::{data_disk_bounds, data_disk_size};

use super::{attached, bounds, check, with_more};
use crate::acts::act::Act;
use crate::acts::draft::Draft;
use crate::acts::field::{number, read_number, section};
use crate::acts::on::On;
use crate::acts::price;
use crate::operations::task::Before;

/// What a form begins with, in GiB.
const USUAL: u32 = 20;

pub(crate) struct Add;

impl Act for Add {
    fn slug(&self) -> &'static str {
        "disk.add"
    }

    fn right(&self) -> Verb {
        Verb::Create
    }

    fn joint(&self) -> &'static str {
        " to "
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Plans, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        check(on, "disk.add")
    }

    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let Some(on) = on.first() else { return Vec::new() };
        let limits = data_disk_bounds(bounds(on));
        let mut size =
            number(("size_gib", "Size", "GiB"), fields, USUAL, (limits.least.unwrap_or(1), limits.most));
        size.changes_form = true;
        section(vec![size])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let size_gib = read_number(fields, "size_gib")?;
        data_disk_size(size_gib, data_disk_bounds(bounds(on)))?;
        let price = with_more(on, size_gib);
        let draft = Draft {
            steps: vec![Change::Disk(DiskChange::Add { server: on.key().id.clone(), size_gib }).into()],
            before: Before::of(on.server()).knowing(attached(on).iter().map(|disk| disk.id.clone())),
            summary: format!("{size_gib} GiB"),
            cost: match &price {
                Some(price) => format!("With it the server costs {}.", price::words(&price.after)),
                None => {
                    "It costs money from then on; the provider's figures do not tell how much.".to_owned()
                }
            },
            price,
            ..Draft::default()
        };
        Ok(draft.line("Disk", "", format!("{size_gib} GiB, empty")).effect(
            "The provider makes an empty disk at the server. It has to be formatted and mounted inside.",
        ))
    }
}
