//! Filtering, ordering and paging a team's servers, and what the matching ones cost.

use domain::Timestamp;
use domain::money::Money;
use domain::query::{GroupBy, PAGE_SIZE, Sort, SortBy, Term};
use domain::view::{CurrencyTotal, Facet, Group};
use rust_decimal::Decimal;

use super::build;
use super::entry::{Entry, Shared};
use super::search::{Present, Search};
use super::table::TeamServers;

/// What servers cost together, by currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) totals: Vec<CurrencyTotal>,
    unpriced: u32,
}

impl Sums {
    pub(super) fn of<'e>(rows: impl Iterator<Item = &'e Entry>, shared: &Shared) -> Self {
        let currencies = shared.currencies.words();
        let mut sums = vec![(Decimal::ZERO, 0_u32); currencies.len()];
        let mut unpriced = 0;
        for row in rows {
            let place = row.currency.and_then(|currency| sums.get_mut(currency as usize));
            let (Some((sum, servers)), Some(price)) = (place, &row.server.price) else {
                unpriced += 1;
                continue;
            };
            match sum.checked_add(price.month.amount) {
                Some(larger) => {
                    *sum = larger;
                    *servers += 1;
                }
                // Not silently short: what does not fit counts as not known.
                None => unpriced += 1,
            }
        }
        let mut totals: Vec<_> = currencies
            .iter()
            .zip(sums)
            .filter(|(_, (_, servers))| *servers > 0)
            .map(|(currency, (sum, servers))| CurrencyTotal {
                month: Money::new(sum, currency).to_string(),
                currency: currency.clone(),
                servers,
            })
            .collect();
        totals.sort_by(|a, b| a.currency.cmp(&b.currency));
        Self { totals, unpriced }
    }
}

/// What a page of the list shows.
pub(crate) struct Wanted<'w> {
    /// Conditions, all of which a row has to meet.
    pub(crate) terms: &'w [Term],
    /// The order of rows.
    pub(crate) sort: Sort,
    /// By what they are grouped.
    pub(crate) group: GroupBy,
    /// The page, from 1.
    pub(crate) page: usize,
    /// What conditions depend on besides the rows.
    pub(crate) present: Present<'w>,
}

/// One page of the servers that match, and figures over all that do.
pub(crate) struct Selection<'t> {
    /// The rows of the page.
    pub(crate) rows: Vec<&'t Entry>,
    /// Headings between them.
    pub(crate) groups: Vec<Group>,
    /// Servers that match.
    pub(crate) matched: usize,
    /// In which states they are.
    pub(crate) states: Vec<Facet>,
    /// The page shown, from 1: the last one when a later one was asked for.
    pub(crate) page: usize,
    /// Pages in all; at least 1.
    pub(crate) pages: usize,
    /// Cost by currency.
    pub(crate) totals: Vec<CurrencyTotal>,
    /// Matching servers whose cost is not known.
    pub(crate) unpriced: u32,
}

impl TeamServers {
    /// One page of the servers that meet every term.
    pub(crate) fn select(&self, wanted: &Wanted<'_>) -> Selection<'_> {
        let table = &*self.table;
        let places = self.matching(wanted);
        let sums = if wanted.terms.is_empty() { table.sums.clone() } else { self.sums(&places) };
        let states = if wanted.terms.is_empty() {
            table.states.clone()
        } else {
            build::states(places.iter().filter_map(|place| table.rows.get(*place as usize)))
        };
        let matched = places.len();
        let grouped = self.grouped(wanted.group, places);
        let pages = grouped.places.len().div_ceil(PAGE_SIZE).max(1);
        let page = wanted.page.clamp(1, pages);
        let first = (page - 1) * PAGE_SIZE;
        let here = first..(first + PAGE_SIZE).min(grouped.places.len());
        let rows = grouped.places.get(here.clone()).unwrap_or_default();
        Selection {
            rows: rows.iter().filter_map(|place| table.rows.get(*place as usize)).collect(),
            groups: self.headings(&grouped, &here),
            matched,
            states,
            page,
            pages,
            totals: sums.totals,
            unpriced: sums.unpriced,
        }
    }

    /// Every server that meets every term, in its order.
    pub(crate) fn every(&self, wanted: &Wanted<'_>) -> impl Iterator<Item = &Entry> {
        self.matching(wanted).into_iter().filter_map(|place| self.table.rows.get(place as usize))
    }

    fn matching(&self, wanted: &Wanted<'_>) -> Vec<u32> {
        let mut places = self.ordered(wanted.sort);
        if !wanted.terms.is_empty() {
            let search = Search::new(wanted.terms, self, &wanted.present);
            let row = |place: u32| self.table.rows.get(place as usize);
            places.retain(|place| row(*place).is_some_and(|row| search.meets(*place, row)));
        }
        places
    }

    /// What the servers at these places cost together.
    pub(super) fn sums(&self, places: &[u32]) -> Sums {
        let rows = places.iter().filter_map(|place| self.table.rows.get(*place as usize));
        Sums::of(rows, &self.table.shared)
    }

    /// The places of all rows in an order.
    fn ordered(&self, Sort { by, descending }: Sort) -> Vec<u32> {
        let rows = &self.table.rows;
        let column = match by {
            // They lie in the order of their names.
            SortBy::Name => {
                let places = 0..u32::try_from(rows.len()).unwrap_or(u32::MAX);
                return if descending { places.rev().collect() } else { places.collect() };
            }
            SortBy::Column(column) => column,
        };
        match self.marked.order(column).or_else(|| self.table.orders.get(column, rows, &self.sources)) {
            Some(order) => order.iter(descending).collect(),
            None => self.by_age(descending),
        }
    }

    /// The only order that depends on the clock. Ascending begins with the youngest data.
    fn by_age(&self, descending: bool) -> Vec<u32> {
        let mut aged: Vec<(Option<Timestamp>, u32)> =
            (0..).zip(&self.table.rows).map(|(place, row)| (self.taken_at(row), place)).collect();
        aged.sort_unstable_by(|(a, a_place), (b, b_place)| {
            let by_time = if descending { a.cmp(b) } else { b.cmp(a) };
            // What was never read comes last either way.
            b.is_some().cmp(&a.is_some()).then(by_time).then_with(|| a_place.cmp(b_place))
        });
        aged.into_iter().map(|(_, place)| place).collect()
    }
}
