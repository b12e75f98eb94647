//! What the present choices cost: by the plan's price, or by the price list; exact, with what is left out.

use domain::act::PriceLine;
use domain::money::Price;
use domain::pricing::{PricedItem, ServerSize};
use domain::provider::Platform;

use super::given::Place;
use super::settled::{Boot, Settled};
use crate::acts::draft::PriceChange;
use crate::acts::price;

/// What one server costs; `None` when that cannot be told.
pub(super) fn one(place: &Place, out: &Settled) -> Option<PriceChange> {
    let after = match place.platform() {
        Platform::Virtua => out.plan.as_ref()?.price.clone()?,
        Platform::Warren => by_list(place, out)?,
    };
    Some(PriceChange { before: None, after, note: left_out(place, out) })
}

fn by_list(place: &Place, out: &Settled) -> Option<Price> {
    let prices = place.facts.prices.value.as_deref()?;
    let disk_gib = match &out.boot {
        // It costs what it costs already.
        Some(Boot::Disk { .. }) => 0,
        _ => out.disk_gib?,
    };
    let size = ServerSize { vcpus: out.vcpus, memory_mib: out.memory_mib, disk_gib, windows: out.windows };
    let server = prices.server(&size)?;
    let address = out.public_ip.then(|| price::of(prices, &PricedItem::FloatingIp, 1)).flatten();
    let Some(address) = address else { return Some(server) };
    Some(Price {
        hour: server.hour.checked_add(&address.hour)?,
        month: server.month.checked_add(&address.month)?,
    })
}

/// What the number does not hold.
fn left_out(place: &Place, out: &Settled) -> String {
    let mut notes = Vec::new();
    if place.platform() == Platform::Virtua {
        notes.push("Without VAT, as the provider's public price list says.".to_owned());
        return notes.join(" ");
    }
    let prices = place.facts.prices.value.as_deref();
    let priced = |item: &PricedItem| prices.is_some_and(|prices| price::of(prices, item, 1).is_some());
    if out.public_ip {
        notes.push(match priced(&PricedItem::FloatingIp) {
            true => "With its public address.".to_owned(),
            false => "Without its public address, which the price list does not name.".to_owned(),
        });
    }
    if matches!(out.boot, Some(Boot::Disk { .. })) {
        notes.push("Without the disk, which goes on costing what it costs now.".to_owned());
    }
    if out.backups {
        notes.push("Without the automatic backups, which cost by what they hold.".to_owned());
    }
    let account = out.account.as_ref();
    if let Some(percent) = account.and_then(|account| account.discount_percent).filter(|p| !p.is_zero()) {
        notes.push(format!("Before the account's discount of {} %.", percent.normalize()));
    }
    match account.and_then(|account| account.vat_percent) {
        Some(percent) if percent.is_zero() => notes.push("The account pays no VAT.".to_owned()),
        Some(percent) => notes.push(format!("{} % VAT comes on top.", percent.normalize())),
        None => notes.push("Whether VAT comes on top is not known.".to_owned()),
    }
    notes.join(" ")
}

/// The price of all of them, for the form.
pub(super) fn line(place: &Place, out: &Settled) -> PriceLine {
    let count = out.count();
    let all = one(place, out).and_then(|one| {
        let after = Price { hour: one.after.hour.times(count)?, month: one.after.month.times(count)? };
        Some((one, after))
    });
    let Some((one, after)) = all else {
        let why = match place.platform() {
            Platform::Virtua => "The plan's price is not known.",
            Platform::Warren => "The provider's price list does not tell what this costs.",
        };
        return PriceLine { note: why.to_owned(), ..PriceLine::default() };
    };
    let each = match count {
        1 => String::new(),
        many => format!("For {many} servers at {} a month each. ", one.after.month.in_full()),
    };
    let note = format!("{each}{}", one.note);
    PriceChange { after, note, ..one }.line()
}
