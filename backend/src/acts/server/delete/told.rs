//! What the plan of a deletion tells: what dies, what stays, and what that does to the bill.

use domain::capability::Family;
use domain::floating_ip::FloatingIp;
use domain::money::{Money, Price};
use domain::pricing::PricedItem;
use domain::provider::Platform;
use domain::rules::warnings::Warning;
use rust_decimal::Decimal;

use crate::acts::disk::disk_name;
use crate::acts::draft::PriceChange;
use crate::acts::measure;
use crate::acts::on::On;
use crate::acts::price;
use crate::acts::snapshot::described;

/// Disks, snapshots, backups and released addresses.
pub(super) fn dies(on: &On<'_>, released: &[&FloatingIp]) -> Vec<String> {
    let server = on.server();
    let mut dies = Vec::new();
    match &server.details.disks {
        Some(disks) => dies.extend(disks.iter().map(|disk| {
            let size = measure::disk(disk.size_gib);
            let name = disk_name(disk);
            let kind = if disk.primary { "Boot disk" } else { "Disk" };
            format!("{kind} {name} of {}: {size}.", server.name)
        })),
        None => dies.push(format!("The disk of {}: {}.", server.name, measure::disk(server.disk_gib))),
    }
    if on.has(Family::Replicas).is_ok() {
        match on.replicas().value {
            Some(replicas) => dies.extend(
                replicas
                    .iter()
                    .map(|replica| format!("{} of {}.", capital(&described(replica)), server.name)),
            ),
            None => dies.push(format!("Snapshots and backups of {}, if it has any.", server.name)),
        }
    }
    dies.extend(released.iter().map(|address| format!("Address {}.", address.id)));
    dies
}

/// Addresses that are kept, with what they cost.
pub(super) fn stays(on: &On<'_>, kept: &[&FloatingIp]) -> Vec<String> {
    if on.platform() == Platform::Virtua {
        return Vec::new();
    }
    let Some(_) = on.addresses() else {
        return vec![format!(
            "Public addresses of {}, if it has any: which ones is not known at present. They go on costing money.",
            on.name()
        )];
    };
    let price = on.prices().and_then(|prices| price::of(prices, &PricedItem::UnassignedFloatingIp, 1));
    let each = |address: &&FloatingIp| match &price {
        Some(price) => format!(
            "Address {} stays yours and costs {} until you release it.",
            address.id,
            price::words(price)
        ),
        None => format!("Address {} stays yours and goes on costing money until you release it.", address.id),
    };
    kept.iter().map(each).collect()
}

/// Of one among many without its own number: the sum stands beside it.
pub(super) fn cost(on: &On<'_>, kept: &[&FloatingIp]) -> String {
    let ends = match &on.server().price {
        Some(price) if on.alone => format!("{} no longer costs {}.", on.name(), price::words(price)),
        _ => "What is deleted is no longer billed.".to_owned(),
    };
    if kept.is_empty() { ends } else { format!("{ends} {}", Warning::UnassignedAddressBills.sentence()) }
}

/// The server with its addresses, and what is left of that; `None` where any of it is not known.
pub(super) fn priced(on: &On<'_>, own: usize, kept: usize) -> Option<PriceChange> {
    let server = on.server().price.clone()?;
    let zero = |money: &Money| Money::new(Decimal::ZERO, money.currency.clone());
    let nothing = Price { hour: zero(&server.hour), month: zero(&server.month) };
    let before = with_addresses(on, server, &PricedItem::FloatingIp, own)?;
    let after = with_addresses(on, nothing, &PricedItem::UnassignedFloatingIp, kept)?;
    Some(PriceChange { before: Some(before), after, note: "Without snapshots and backups.".to_owned() })
}

fn with_addresses(on: &On<'_>, base: Price, item: &PricedItem, count: usize) -> Option<Price> {
    if count == 0 {
        return Some(base);
    }
    let one = price::of(on.prices()?, item, 1)?;
    (0..count).try_fold(base, |sum, _| {
        Some(Price { hour: sum.hour.checked_add(&one.hour)?, month: sum.month.checked_add(&one.month)? })
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
