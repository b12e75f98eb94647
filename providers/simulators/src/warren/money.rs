//! The engine behind bills: it charges every whole hour of the simulated clock, closes months with invoices, tops
//! credit up and takes payments. Amounts are exact decimals until they are printed.

mod calendar;
mod charges;
mod month;
mod number;
mod open;
mod pay;

use time::OffsetDateTime;

pub(super) use self::charges::{Charge, Configuration, charges};
pub(super) use self::month::running;
pub(super) use self::number::{number, whole};
pub(super) use self::open::{beginning, open};
pub(super) use self::pay::{bill_credit, charge, pay, top_up, topped_up};
use super::state::{Meter, MeterKey, State};

/// Charges all whole hours since the last time, as things stand now: what changes settles first.
pub(super) fn settle(state: &mut State) {
    let until = calendar::whole_hour(state.now);
    if state.books.charged_until >= until {
        return;
    }
    let charges = charges(state);
    while state.books.charged_until < until {
        let from = state.books.charged_until;
        // A month at once, unless somebody's credit has to be looked at more often.
        let watched = state.billing_accounts.iter().any(|account| account.recurring.enabled);
        let month_end = calendar::next_month(from);
        let next = if watched { calendar::next_day(from).min(month_end) } else { month_end };
        let to = next.min(until);
        meter(state, &charges, from, to);
        state.books.charged_until = to;
        if watched {
            pay::top_all_up(state, to.unix_timestamp());
        }
        if to == month_end {
            month::close(state, calendar::month_start(from), to);
        }
    }
}

fn meter(state: &mut State, charges: &[Charge], from: OffsetDateTime, to: OffsetDateTime) {
    for charge in charges {
        let hours = calendar::hours(from.max(calendar::whole_hour(charge.since)), to);
        if hours <= 0 {
            continue;
        }
        let key = MeterKey {
            account: charge.account,
            location: charge.location.to_owned(),
            owner: charge.owner.clone(),
            name: charge.name.clone(),
            price: charge.price,
        };
        let (types, configuration) = (charge.types, charge.configuration.clone());
        state.books.meters.entry(key).or_insert(Meter { hours: 0, types, configuration }).hours += hours;
    }
}

#[cfg(test)]
mod tests;
