//! What a month comes to: the running one as totals, a finished one as an invoice.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::warren::state::{BillingAccount, Books, Invoice, Line, State, TEXTS, Totals};

/// In percent, at both brands.
pub(in crate::warren) const VAT: u32 = 11;
/// From an invoice to its due date, in seconds, as in most of the documented invoices.
const DUE: i64 = 1_200_000;

/// The running month of an account.
pub(in crate::warren) struct Running {
    pub(in crate::warren) totals: Totals,
    pub(in crate::warren) credit: Decimal,
}

impl Running {
    /// What is left of the credit after this month so far; below nought when it does not suffice.
    pub(in crate::warren) fn ongoing(&self) -> Decimal {
        self.credit - (self.totals.subtotal - self.totals.discount)
    }
}

pub(in crate::warren) fn running(state: &State, account: &BillingAccount) -> Running {
    let meters = state.books.meters.iter().filter(|(key, _)| key.account == account.id);
    let sum = meters.map(|(key, meter)| key.price * Decimal::from(meter.hours)).sum();
    let credit = state.books.credit_of(account.id);
    Running { totals: totals(sum, account.discount_percent, credit), credit }
}

/// The arithmetic of the documented invoices: the sum of the lines rounded up to cents, discount and VAT to the
/// nearest cent, credit taken off before VAT.
pub(super) fn totals(sum: Decimal, discount_percent: u32, credit: Decimal) -> Totals {
    let cents = |amount: Decimal, strategy| amount.round_dp_with_strategy(2, strategy);
    let percent = |amount: Decimal, percent: u32| {
        let share = amount * Decimal::from(percent) / Decimal::ONE_HUNDRED;
        cents(share, RoundingStrategy::MidpointAwayFromZero)
    };
    let subtotal = cents(sum, RoundingStrategy::AwayFromZero);
    let discount = percent(subtotal, discount_percent);
    let net = subtotal - discount;
    let used = cents(credit, RoundingStrategy::ToZero).clamp(Decimal::ZERO, net.max(Decimal::ZERO));
    let vat = percent(net - used, VAT);
    Totals { subtotal, discount, credit: -used, vat, total: net - used + vat }
}

/// Turns the month's meters into invoices, one an account, and uses credit up.
pub(super) fn close(state: &mut State, from: OffsetDateTime, to: OffsetDateTime) {
    let mut by_account: BTreeMap<u64, Vec<Line>> = BTreeMap::new();
    for (key, meter) in std::mem::take(&mut state.books.meters) {
        let line = Line {
            id: state.books.next_number(),
            name: key.name,
            location: key.location,
            quantity: meter.hours,
            unit: "h",
            price: key.price,
        };
        by_account.entry(key.account).or_default().push(line);
    }
    for (account, lines) in by_account {
        invoice(state, account, lines, (from, to), to.unix_timestamp());
    }
}

fn invoice(
    state: &mut State,
    account: u64,
    lines: Vec<Line>,
    (from, to): (OffsetDateTime, OffsetDateTime),
    at: i64,
) {
    let Some(payer) = state.billing_accounts.iter().find(|known| known.id == account) else { return };
    let sum = lines.iter().map(Line::amount).sum();
    let totals = totals(sum, payer.discount_percent, state.books.credit_of(account));
    let (discount_percent, snapshot) = (payer.discount_percent, snapshot(payer));
    let books = &mut state.books;
    books.enter(account, totals.credit, "Invoice payment", at);
    let period = (from.unix_timestamp(), to.unix_timestamp());
    let bill = Bill { account, lines, totals, discount_percent, snapshot, brings: None, period };
    write(books, bill, at);
}

/// What an invoice is made of besides its number and dates.
pub(super) struct Bill {
    pub(super) account: u64,
    pub(super) lines: Vec<Line>,
    pub(super) totals: Totals,
    pub(super) discount_percent: u32,
    pub(super) snapshot: String,
    pub(super) brings: Option<Decimal>,
    pub(super) period: (i64, i64),
}

pub(super) fn write(books: &mut Books, bill: Bill, at: i64) -> u64 {
    let id = books.next_number();
    let Bill { account, lines, totals, discount_percent, snapshot, brings, period } = bill;
    books.invoices.push(Invoice {
        id,
        account,
        created: at,
        due: at + DUE,
        period,
        lines,
        discount_percent,
        vat_percent: VAT,
        totals,
        payments: Vec::new(),
        brings,
        snapshot,
    });
    id
}

/// The account as it is, as JSON inside a string.
pub(super) fn snapshot(account: &BillingAccount) -> String {
    let mut fields: Map<String, Value> =
        TEXTS.iter().map(|name| ((*name).to_owned(), Value::from(account.text(name)))).collect();
    fields.insert("id".to_owned(), json!(account.id));
    fields.insert("created".to_owned(), json!(account.created));
    fields.insert("is_deleted".to_owned(), json!(account.deleted));
    Value::Object(fields).to_string()
}
