//! What a virtual machine costs, from the price list. Unknown rather than guessed.

use domain::money::{Money, Price};
use rust_decimal::Decimal;

use super::wire;

/// Prices per hour, each for so many units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PriceList {
    currency: Option<&'static str>,
    /// CPUs in a step, and its price.
    cpu: Option<(u32, Decimal)>,
    /// MiB in a step, and its price.
    ram: Option<(u32, Decimal)>,
    /// One GiB of disk.
    disk: Option<Decimal>,
    /// Windows, one CPU.
    windows: Option<Decimal>,
}

/// What is billed of a machine.
pub(super) struct Size {
    pub(super) vcpus: u32,
    pub(super) memory_mib: u32,
    pub(super) disk_gib: u32,
    pub(super) windows: bool,
}

impl PriceList {
    /// `currency` comes from the brand: the list names none.
    pub(super) fn new(pricing: &wire::Pricing, currency: Option<&'static str>) -> Self {
        let mut list = Self { currency, ..Self::default() };
        for row in &pricing.policy.items {
            let Some(price) = row.price.decimal() else { continue };
            let service = row.service_name_in_uptime.text();
            match row.resource_type.text() {
                Some("CPU") => smallest(&mut list.cpu, row.num_cpus.whole(), price),
                Some("RAM") => smallest(&mut list.ram, row.megs_ram.whole(), price),
                Some("STORAGE") if service == Some("main") => list.disk = Some(price),
                Some("LICENSE") if service == Some("windows") => list.windows = Some(price),
                _ => {}
            }
        }
        list
    }

    /// The price while running. `None` when any part of it or the currency is not known.
    pub(super) fn of(&self, size: &Size) -> Option<Price> {
        let windows =
            if size.windows { self.windows?.checked_mul(size.vcpus.into())? } else { Decimal::ZERO };
        let amount = steps(self.cpu?, size.vcpus)?
            .checked_add(steps(self.ram?, size.memory_mib)?)?
            .checked_add(self.disk?.checked_mul(size.disk_gib.into())?)?
            .checked_add(windows)?;
        let hour = Money::new(amount, self.currency?);
        let month = hour.hourly_to_monthly()?;
        Some(Price { hour, month })
    }
}

/// Steps are begun ones: the smallest on offer is what is counted in.
fn smallest(slot: &mut Option<(u32, Decimal)>, step: Option<u32>, price: Decimal) {
    let Some(step) = step.filter(|step| *step > 0) else { return };
    if slot.is_none_or(|(known, _)| step < known) {
        *slot = Some((step, price));
    }
}

fn steps((step, price): (u32, Decimal), units: u32) -> Option<Decimal> {
    // `smallest` lets no step of nought in.
    price.checked_mul(units.div_ceil(step.max(1)).into())
}
