//! The orders of the list, each worked out once a table.

use std::sync::OnceLock;

use domain::money::Money;
use domain::query::Column;
use domain::server::ServerState;
use rust_decimal::Decimal;

use super::entry::Entry;
use super::table::SourceFacts;

/// One order, ascending. Rows whose value is not known come last in both directions.
#[derive(Debug, Default)]
pub(super) struct Order {
    places: Vec<u32>,
    known: usize,
}

impl Order {
    /// Sorts stably: rows that are equal stay in the order of their names. A row without a value comes last.
    pub(super) fn by<'e, E, K: Ord>(rows: &'e [E], value: impl Fn(&'e E) -> Option<K>) -> Self {
        let mut known: Vec<(K, u32)> = Vec::with_capacity(rows.len());
        let mut unknown = Vec::new();
        for (place, row) in (0..).zip(rows) {
            match value(row) {
                Some(value) => known.push((value, place)),
                None => unknown.push(place),
            }
        }
        known.sort_unstable();
        let count = known.len();
        let places = known.into_iter().map(|(_, place)| place).chain(unknown).collect();
        Self { places, known: count }
    }

    /// The places of rows in this order.
    pub(super) fn iter(&self, descending: bool) -> Box<dyn Iterator<Item = u32> + '_> {
        let (known, unknown) = self.places.split_at(self.known.min(self.places.len()));
        if descending {
            Box::new(known.iter().rev().chain(unknown).copied())
        } else {
            Box::new(self.places.iter().copied())
        }
    }
}

/// The orders of one table, each worked out when it is first asked for and kept until a row changes.
#[derive(Debug, Default)]
pub(super) struct Orders([OnceLock<Order>; Column::ALL.len()]);

impl Orders {
    /// The order of `rows`, which lie in the order of their names, by `column`; `None` for what is not in them: their age
    /// and what Skydeck keeps beside them.
    pub(super) fn get(&self, column: Column, rows: &[Entry], sources: &[SourceFacts]) -> Option<&Order> {
        if matches!(column, Column::Age | Column::Tags | Column::Note) {
            return None;
        }
        let place = Column::ALL.iter().position(|known| *known == column)?;
        self.0.get(place).map(|order| order.get_or_init(|| by_column(rows, sources, column)))
    }
}

fn by_column(rows: &[Entry], sources: &[SourceFacts], column: Column) -> Order {
    match column {
        Column::State => Order::by(rows, |row| Some(urgency(&row.server.state))),
        Column::Provider => Order::by(rows, |row| Some((row.brand, &row.server.location.slug))),
        Column::Addresses => Order::by(rows, |row| row.server.addresses.first().map(|address| address.ip)),
        Column::Vcpus => Order::by(rows, |row| Some((row.server.vcpus?, row.server.memory_mib))),
        Column::Memory => Order::by(rows, |row| Some((row.server.memory_mib?, row.server.vcpus))),
        Column::Disk => Order::by(rows, |row| row.server.disk_gib),
        Column::Cost => Order::by(rows, |row| row.server.price.as_ref().map(|price| amount(&price.month))),
        Column::CostHour => Order::by(rows, |row| row.server.price.as_ref().map(|price| amount(&price.hour))),
        Column::Image => Order::by(rows, |row| row.server.image.as_deref().map(str::to_lowercase)),
        Column::Plan => Order::by(rows, |row| row.server.plan.as_deref().map(str::to_lowercase)),
        Column::Created => Order::by(rows, |row| row.server.created_at),
        Column::Backups => Order::by(rows, |row| row.server.backups),
        Column::Hostname => Order::by(rows, |row| row.server.hostname.as_deref().map(str::to_lowercase)),
        Column::Key => {
            let labels: Vec<String> = sources.iter().map(|source| source.label.to_lowercase()).collect();
            Order::by(rows, |row| labels.get(row.source as usize))
        }
        Column::Age | Column::Tags | Column::Note => Order::default(),
    }
}

/// Within its currency: amounts of two currencies are not compared.
fn amount(money: &Money) -> (&str, Decimal) {
    (&money.currency, money.amount)
}

/// What needs attention first.
pub(super) const fn urgency(state: &ServerState) -> u8 {
    match state {
        ServerState::Error => 0,
        ServerState::Suspended => 1,
        ServerState::Other(_) => 2,
        ServerState::Busy => 3,
        ServerState::Provisioning => 4,
        ServerState::Running => 5,
        ServerState::Stopped => 6,
        ServerState::Deleted => 7,
    }
}
