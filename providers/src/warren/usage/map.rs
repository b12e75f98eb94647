//! From Warren's usage to the neutral rows. Pure.

use domain::usage::{UsageRow, UsedSize};

use super::super::money::{Currency, id};
use super::wire::{Configuration, Row};

/// `None` when it says neither what was used nor by what.
pub(super) fn row(row: &Row, currency: Currency) -> Option<UsageRow> {
    let resource = id(&row.owner_uuid);
    let description = row.description.owned();
    if resource.is_none() && description.is_none() {
        return None;
    }
    Some(UsageRow {
        resource,
        billing_account: id(&row.billing_account_id),
        description: description.unwrap_or_default(),
        hours: row.hours.decimal(),
        price: currency.amount(&row.price),
        unit: row.price_unit.owned(),
        cost: currency.amount(&row.cost),
        kinds: row.uptime_types.owned(),
        sizes: row.configurations.iter().flat_map(|list| &list.items).map(size).collect(),
    })
}

fn size(row: &Configuration) -> UsedSize {
    UsedSize {
        name: row.vm_name.owned(),
        vcpus: row.cpus.whole(),
        memory_mib: row.ram_mb.whole(),
        disk_gib: row.disk_size_gb.whole(),
        os: row.os_name.owned(),
    }
}
