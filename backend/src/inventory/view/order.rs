//! The orders of the list, worked out once when a table is built.

use std::collections::HashMap;

use domain::money::Money;
use domain::query::{Column, SortBy};
use domain::server::ServerState;
use rust_decimal::Decimal;

use super::entry::Entry;

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

/// The orders that do not depend on the clock or on what Skydeck keeps beside servers.
#[derive(Debug, Default)]
pub(super) struct Orders(HashMap<SortBy, Order>);

impl Orders {
    /// Sorts `rows`, which lie in the order of their names.
    pub(super) fn new(rows: &[Entry]) -> Self {
        let columns = Column::ALL.map(SortBy::Column).into_iter().chain([SortBy::Name]);
        Self(columns.filter_map(|sort| Some((sort, order(rows, sort)?))).collect())
    }

    /// The order by `sort`; `None` for those that are worked out when they are asked for.
    pub(super) fn get(&self, sort: SortBy) -> Option<&Order> {
        self.0.get(&sort)
    }
}

/// The order of one column.
fn order(rows: &[Entry], sort: SortBy) -> Option<Order> {
    let column = match sort {
        SortBy::Name => return Some(Order::by(rows, |_| Some(()))),
        SortBy::Column(column) => column,
    };
    Some(match column {
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
        Column::Key => Order::by(rows, |row| Some(row.source)),
        Column::Age | Column::Tags | Column::Note => return None,
    })
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
