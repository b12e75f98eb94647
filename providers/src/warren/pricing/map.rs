//! From Warren's price list to the neutral one. Pure.

use domain::pricing::{PriceList, PriceRow, PricedItem};

use super::super::money::{Currency, id};
use super::wire::{Policy, Pricing};

/// The list names no currency: it comes from the brand.
pub(in crate::warren) fn price_list(pricing: &Pricing, currency: Currency) -> PriceList {
    PriceList { rows: pricing.policy.items.iter().filter_map(|row| price(row, currency)).collect() }
}

/// `None` for a row that prices nothing: without a price, or for steps of an unknown size.
fn price(row: &Policy, currency: Currency) -> Option<PriceRow> {
    let (item, step) = match row.resource_type.text()? {
        "CPU" => (PricedItem::Cpu, row.num_cpus.whole()?),
        "RAM" => (PricedItem::Memory, row.megs_ram.whole()?),
        kind => (item(kind, row.service_name_in_uptime.text()), 1),
    };
    if step == 0 {
        return None;
    }
    Some(PriceRow {
        id: id(&row.policy_id),
        item,
        label: row.service_name_user_friendly.owned(),
        step,
        hour: currency.amount(&row.price)?,
    })
}

/// Which word load balancers go by no document says; it was seen that they have one.
pub(in crate::warren) fn item(kind: &str, service: Option<&str>) -> PricedItem {
    match (kind, service) {
        ("CPU", _) => PricedItem::Cpu,
        ("RAM", _) => PricedItem::Memory,
        ("STORAGE", Some("main")) => PricedItem::MainStorage,
        ("STORAGE", Some("block")) => PricedItem::BlockStorage,
        ("STORAGE", Some("backup")) => PricedItem::Backup,
        ("STORAGE", Some("snapshot")) => PricedItem::Snapshot,
        ("LICENSE", Some("windows")) => PricedItem::WindowsLicense,
        ("OBJECT_STORAGE", _) => PricedItem::ObjectStorage,
        ("UNASSIGNED_FLOATING_IP", _) => PricedItem::UnassignedFloatingIp,
        ("FLOATING_IP", _) => PricedItem::FloatingIp,
        (kind, _) if kind.ends_with("LOAD_BALANCER") => PricedItem::LoadBalancer,
        (kind, Some(service)) => PricedItem::Other(format!("{kind} {service}")),
        (kind, None) => PricedItem::Other(kind.to_owned()),
    }
}
