//! The books of a new account: three months that were paid, credit, cards, and an invoice that is open.

use rust_decimal::Decimal;

use super::{bill_credit, calendar, charges, pay, settle};
use crate::warren::state::{Card, Face, State};

const DAY: i64 = 86_400;

/// Fills the books of the seeded account. Draws no random numbers.
pub(in crate::warren) fn open(state: &mut State) {
    let now = state.now.unix_timestamp();
    let Some(account) = state.billing_accounts.first().map(|account| account.id) else { return };
    let opened = state.books.charged_until.unix_timestamp();
    let mut attach = |account, face: Face, primary| {
        let id = state.books.next_number();
        let face = Some(face);
        state.books.cards.push(Card { id, account, face, primary, verified: true, created: opened });
        id
    };
    let second = state.brand.second_payer();
    let card = attach(account, face("visa", "1111", 2034), true);
    attach(account, face("mastercard", "4444", 2031), false);
    attach(second, face("mastercard", "5100", 2032), true);
    // Used up by the first invoice.
    state.books.enter(account, Decimal::from(50_000), "First billing account", opened);
    settle(state);
    let bills: Vec<(u64, i64)> =
        state.books.invoices.iter().map(|invoice| (invoice.id, invoice.created + 2 * DAY)).collect();
    for (invoice, at) in bills {
        pay(state, invoice, card, Decimal::MAX, at.min(now));
    }
    let since = state.books.invoices.last().map_or(opened, |invoice| invoice.created);
    // A month's worth, so that the running month is covered.
    let hour: Decimal =
        charges(state).iter().filter(|charge| charge.account == account).map(|charge| charge.price).sum();
    let month = hour * Decimal::from(31 * 24);
    let step = Decimal::from(50_000);
    let credit = (month / step).ceil() * step + Decimal::from(450_000);
    state.books.enter(account, credit, "Credit top-up", since.max(now - 5 * DAY));
    // Three servers of middling size for a month.
    state.books.enter(second, Decimal::from(750_000), "Credit top-up", since.max(now - 4 * DAY));
    bill_credit(state, account, Decimal::from(500_000), now - 3 * DAY);
}

fn face(brand: &'static str, last4: &str, year: i32) -> Face {
    Face { brand, last4: last4.to_owned(), month: 12, year }
}

/// Where the books of an account begin that is opened now.
pub(in crate::warren) fn beginning(now: time::OffsetDateTime) -> time::OffsetDateTime {
    calendar::last_month(calendar::last_month(calendar::last_month(now)))
}
