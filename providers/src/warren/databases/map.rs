//! From Warren's service packages to managed databases. Pure.

use domain::database::{Database, DatabasePart, DatabaseState, Multiplier, PartKind};
use domain::ids::ProviderResourceId;
use secrecy::SecretString;

use super::super::{map, pricing};
use super::wire;
use crate::family::{DatabaseSecret, Revealed};
use crate::wire::{Scalar, address};

/// `None` without an id.
pub(super) fn database(row: &wire::Package) -> Option<Database> {
    let id = row.uuid.owned()?;
    let nothing = wire::Properties::default();
    let properties = row.properties.0.as_ref().unwrap_or(&nothing);
    let resources = row.resources.iter().flat_map(|list| &list.items);
    let prices = row.prices.iter().flat_map(|list| &list.items);
    Some(Database {
        name: row.display_name.owned().unwrap_or_else(|| id.clone()),
        id: ProviderResourceId(id),
        service: row.service.owned(),
        version: row.version.owned(),
        state: state(row),
        is_multi_node: row.is_multi_node.flag(),
        location: properties.location.owned(),
        address: properties.service_ip.owned(),
        port: properties.port.number().and_then(|port| u16::try_from(port).ok()),
        username: properties.sql_user.owned(),
        billing_account: row.billing_account_id.number().filter(|id| *id != 0),
        parts: resources.filter_map(part).collect(),
        multipliers: prices.filter_map(multiplier).collect(),
        created_at: row.created_at.timestamp(),
        updated_at: row.updated_at.timestamp(),
        deleted_at: row.deleted_at.timestamp(),
    })
}

/// A tombstone is told by any of its three marks. Words without a rule are shown as they came.
fn state(row: &wire::Package) -> DatabaseState {
    let word = row.status.text();
    let is = |name: &str| word.is_some_and(|word| word.eq_ignore_ascii_case(name));
    if row.is_deleted.flag() == Some(true) || row.deleted_at.text().is_some() || is("deleted") {
        DatabaseState::Deleted
    } else if is("active") {
        DatabaseState::Active
    } else {
        DatabaseState::Other(word.unwrap_or("unknown").to_owned())
    }
}

/// `None` without an id.
fn part(row: &wire::Resource) -> Option<DatabasePart> {
    let nothing = wire::Allocation::default();
    let has = row.resource_allocation.0.as_ref().unwrap_or(&nothing);
    let disks = has.storage.as_ref().filter(|disks| disks.skipped == 0);
    Some(DatabasePart {
        id: ProviderResourceId(row.resource_id.owned()?),
        kind: kind(&row.resource_type),
        location: row.resource_location.owned(),
        address: has.address.text().and_then(address).map(|address| address.ip),
        state: has.status.text().map(|_| map::state(&has.status)),
        vcpus: has.vcpu.whole(),
        memory_mib: has.memory.whole(),
        // Unknown when one of them is.
        disk_gib: disks.and_then(|disks| {
            disks.items.iter().try_fold(0_u32, |sum, disk| sum.checked_add(disk.size.whole()?))
        }),
    })
}

fn kind(word: &Scalar) -> PartKind {
    match word.text().unwrap_or("unknown") {
        "vm" => PartKind::Server,
        "virtual_ip" => PartKind::VirtualIp,
        other => PartKind::Other(other.to_owned()),
    }
}

/// `None` where nothing is multiplied.
fn multiplier(row: &wire::Price) -> Option<Multiplier> {
    let item = pricing::item(row.resource_type.text()?, row.service_name_in_uptime.text());
    Some(Multiplier { item, times: row.price_multiplier.decimal()? })
}

/// Every secret that has a value.
pub(super) fn secrets(row: &wire::Secrets) -> Vec<DatabaseSecret> {
    let secret = |(name, value): (&String, &Scalar)| {
        let what = if name == "sql_pass" { "database password" } else { "secret" };
        let value = value.raw().filter(|value| !value.is_empty())?;
        Some(DatabaseSecret {
            name: name.clone(),
            secret: Revealed { what, value: SecretString::from(value) },
        })
    };
    row.0.iter().filter_map(secret).collect()
}
