//! A provider's price list, and what servers cost by it. Unknown rather than guessed.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::money::{Money, Price};

/// Prices per hour.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    /// In the provider's order.
    pub rows: Vec<PriceRow>,
}

/// One price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRow {
    /// The provider's id of it.
    pub id: Option<ProviderResourceId>,
    /// What is priced.
    pub item: PricedItem,
    /// In the provider's words, such as `0.5 GB RAM`.
    pub label: Option<String>,
    /// How many units the price is for: processors, MiB of memory, GiB of storage, or things. Begun steps count.
    pub step: u32,
    /// Price of a step for an hour.
    pub hour: Money,
}

/// What is priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PricedItem {
    /// Virtual processors.
    Cpu,
    /// Memory, in MiB.
    Memory,
    /// The disks inside servers, in GiB.
    MainStorage,
    /// Disks on their own, in GiB.
    BlockStorage,
    /// Automatic backups, in GiB.
    Backup,
    /// Snapshots, in GiB.
    Snapshot,
    /// What buckets hold, in GiB.
    ObjectStorage,
    /// Windows, for each processor.
    WindowsLicense,
    /// A floating IP in use.
    FloatingIp,
    /// A floating IP that leads nowhere.
    UnassignedFloatingIp,
    /// A load balancer.
    LoadBalancer,
    /// Words without a rule, as they came.
    Other(String),
}

/// What is billed of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerSize {
    /// Virtual processors.
    pub vcpus: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// All disks together, in GiB.
    pub disk_gib: u32,
    /// Whether it runs Windows.
    pub windows: bool,
}

impl PriceList {
    /// The row by which `item` is counted: of several, the one with the smallest step.
    #[must_use]
    pub fn row(&self, item: &PricedItem) -> Option<&PriceRow> {
        self.rows.iter().filter(|row| row.item == *item && row.step > 0).min_by_key(|row| row.step)
    }

    /// What `units` of `item` cost in an hour; `None` when the list does not say.
    #[must_use]
    pub fn hour(&self, item: &PricedItem, units: u32) -> Option<Money> {
        let row = self.row(item)?;
        let amount = row.hour.amount.checked_mul(Decimal::from(units.div_ceil(row.step.max(1))))?;
        Some(Money::new(amount, row.hour.currency.clone()))
    }

    /// What a server costs while it runs. `None` when any part of it or the currency is not known.
    #[must_use]
    pub fn server(&self, size: &ServerSize) -> Option<Price> {
        let mut hour = self
            .hour(&PricedItem::Cpu, size.vcpus)?
            .checked_add(&self.hour(&PricedItem::Memory, size.memory_mib)?)?
            .checked_add(&self.hour(&PricedItem::MainStorage, size.disk_gib)?)?;
        if size.windows {
            hour = hour.checked_add(&self.hour(&PricedItem::WindowsLicense, size.vcpus)?)?;
        }
        if !hour.has_currency() {
            return None;
        }
        let month = hour.hourly_to_monthly()?;
        Some(Price { hour, month })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rows: &[(PricedItem, u32, &str)]) -> PriceList {
        let row = |(item, step, price): &(PricedItem, u32, &str)| PriceRow {
            id: None,
            item: item.clone(),
            label: None,
            step: *step,
            hour: Money::new(price.parse().unwrap(), "IDR"),
        };
        PriceList { rows: rows.iter().map(row).collect() }
    }

    #[test]
    fn begun_steps_count_by_the_smallest_one() {
        let prices = list(&[(PricedItem::Memory, 1024, "3.29"), (PricedItem::Memory, 512, "1.645")]);
        assert_eq!(prices.hour(&PricedItem::Memory, 600).unwrap().amount.to_string(), "3.290");
        assert_eq!(prices.hour(&PricedItem::Cpu, 1), None);
    }

    #[test]
    fn a_server_is_priced_whole_or_not_at_all() {
        let mut prices = list(&[
            (PricedItem::Cpu, 1, "40"),
            (PricedItem::Memory, 1024, "20"),
            (PricedItem::MainStorage, 1, "0.5"),
        ]);
        let linux = ServerSize { vcpus: 2, memory_mib: 4096, disk_gib: 40, windows: false };
        let windows = ServerSize { windows: true, ..linux };
        assert_eq!(prices.server(&linux).unwrap().hour.amount.to_string(), "180.0");
        assert_eq!(prices.server(&windows), None);
        prices.rows.push(PriceRow { step: 1, item: PricedItem::WindowsLicense, ..prices.rows[0].clone() });
        assert_eq!(prices.server(&windows).unwrap().hour.amount.to_string(), "260.0");
        for row in &mut prices.rows {
            row.hour.currency = Money::UNKNOWN.to_owned();
        }
        assert_eq!(prices.server(&linux), None);
    }
}
