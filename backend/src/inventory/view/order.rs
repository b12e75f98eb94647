//! The orders of the list, worked out once when a table is built.

use std::cmp::Ordering;

use domain::query::SortBy;
use domain::server::ServerState;

use super::entry::Entry;

/// One order, ascending. Rows whose value is not known come last in both directions.
#[derive(Debug, Default)]
pub(super) struct Order {
    places: Vec<u32>,
    known: usize,
}

impl Order {
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

/// All orders that do not depend on the clock.
#[derive(Debug, Default)]
pub(super) struct Orders {
    name: Order,
    state: Order,
    provider: Order,
    size: Order,
    cost: Order,
}

impl Orders {
    /// Sorts `rows`, which lie in the order of their names.
    pub(super) fn new(rows: &[Entry]) -> Self {
        Self {
            name: by(rows, |_| true, |_, _| Ordering::Equal),
            state: by(rows, |_| true, |a, b| urgency(&a.server.state).cmp(&urgency(&b.server.state))),
            provider: by(
                rows,
                |_| true,
                |a, b| (a.brand, &a.server.location.slug).cmp(&(b.brand, &b.server.location.slug)),
            ),
            size: by(
                rows,
                |row| row.server.memory_mib.is_some(),
                |a, b| {
                    let size = |row: &Entry| (row.server.memory_mib, row.server.vcpus);
                    size(a).cmp(&size(b))
                },
            ),
            cost: by(rows, |row| row.server.price.is_some(), cost),
        }
    }

    /// The order by `sort`; `None` for the one that depends on the clock.
    pub(super) const fn get(&self, sort: SortBy) -> Option<&Order> {
        match sort {
            SortBy::Name => Some(&self.name),
            SortBy::State => Some(&self.state),
            SortBy::Provider => Some(&self.provider),
            SortBy::Size => Some(&self.size),
            SortBy::Cost => Some(&self.cost),
            SortBy::Age => None,
        }
    }
}

/// Sorts stably: rows that are equal stay in the order of their names.
fn by(rows: &[Entry], known: impl Fn(&Entry) -> bool, compare: impl Fn(&Entry, &Entry) -> Ordering) -> Order {
    let mut sorted: Vec<(u32, &Entry)> = (0..).zip(rows).collect();
    sorted.sort_by(|(_, a), (_, b)| known(b).cmp(&known(a)).then_with(|| compare(a, b)));
    let known = rows.iter().filter(|row| known(row)).count();
    Order { places: sorted.into_iter().map(|(place, _)| place).collect(), known }
}

/// Within its currency: amounts of two currencies are not compared.
fn cost(a: &Entry, b: &Entry) -> Ordering {
    match (&a.server.price, &b.server.price) {
        (Some(a), Some(b)) => {
            a.month.currency.cmp(&b.month.currency).then_with(|| a.month.amount.cmp(&b.month.amount))
        }
        _ => Ordering::Equal,
    }
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
