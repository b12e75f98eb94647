//! Filtering, ordering and paging a team's servers, and what the matching ones cost.

use domain::Timestamp;
use domain::money::Money;
use domain::query::{PAGE_SIZE, Sort, Term};
use domain::view::CurrencyTotal;
use rust_decimal::Decimal;

use super::entry::{Entry, Shared};
use super::search::Search;
use super::table::TeamServers;

/// What servers cost together, by currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    totals: Vec<CurrencyTotal>,
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

/// One page of the servers that match, and figures over all that do.
pub(crate) struct Selection<'t> {
    /// The rows of the page.
    pub(crate) rows: Vec<&'t Entry>,
    /// Servers that match.
    pub(crate) matched: usize,
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
    /// The page `page`, from 1, of the servers that meet every term.
    pub(crate) fn select(&self, terms: &[Term], sort: Sort, page: usize) -> Selection<'_> {
        let table = &*self.table;
        let mut places: Vec<u32> = match table.orders.get(sort.by) {
            Some(order) => order.iter(sort.descending).collect(),
            None => self.by_age(sort.descending),
        };
        let row = |place: &u32| table.rows.get(*place as usize);
        if !terms.is_empty() {
            let search = Search::new(terms, &table.shared);
            places.retain(|place| row(place).is_some_and(|row| search.meets(row)));
        }
        let sums = if terms.is_empty() {
            table.sums.clone()
        } else {
            Sums::of(places.iter().filter_map(row), &table.shared)
        };
        let pages = places.len().div_ceil(PAGE_SIZE).max(1);
        let page = page.clamp(1, pages);
        Selection {
            rows: places.iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE).filter_map(row).collect(),
            matched: places.len(),
            page,
            pages,
            totals: sums.totals,
            unpriced: sums.unpriced,
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
