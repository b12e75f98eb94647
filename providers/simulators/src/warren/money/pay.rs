//! Payments: cards charged, invoices settled, credit topped up.

use rust_decimal::Decimal;

use super::calendar;
use super::month::{self, Bill, running};
use crate::http::Reply;
use crate::warren::errors::error;
use crate::warren::state::{Line, Payment, State};

/// Takes an amount from the account's primary card: the card's number, or the refusal. Cards here never run dry.
pub(in crate::warren) fn charge(state: &State, account: u64) -> Result<u64, Reply> {
    let card = state.books.primary_of(account).filter(|card| card.chargeable());
    card.map(|card| card.id)
        .ok_or_else(|| error(400, "Error", "Billing account has no valid payment method."))
}

/// Pays on one invoice, at most what is owed: what was used of `amount`. An invoice for credit brings its credit
/// once it is paid.
pub(in crate::warren) fn pay(
    state: &mut State,
    invoice: u64,
    card: u64,
    amount: Decimal,
    at: i64,
) -> Decimal {
    let id = state.books.next_number();
    let Some(invoice) = state.books.invoices.iter_mut().find(|known| known.id == invoice) else {
        return Decimal::ZERO;
    };
    let used = amount.min(invoice.owed()).max(Decimal::ZERO);
    if used.is_zero() {
        return used;
    }
    invoice.payments.push(Payment { id, card, amount: used, created: at });
    let brought = invoice.brings.filter(|_| invoice.paid());
    let account = invoice.account;
    if let Some(credit) = brought {
        topped_up(state, account, credit, at);
    }
    used
}

/// Credit that was paid for, and what campaigns add to it.
pub(in crate::warren) fn topped_up(state: &mut State, account: u64, amount: Decimal, at: i64) {
    state.books.enter(account, amount, "Credit top-up", at);
    let Some(payer) = state.billing_accounts.iter_mut().find(|known| known.id == account) else { return };
    let mut given = Vec::new();
    for promotion in &mut payer.promotions {
        promotion.done += amount;
        if promotion.done >= promotion.needed {
            given.push(promotion.amount);
        }
    }
    payer.promotions.retain(|promotion| promotion.done < promotion.needed);
    for bonus in given {
        state.books.enter(account, bonus, "Promotion", at);
    }
}

/// Charges the recurring payment of an account as often as it needs to be above its threshold: whether it was.
pub(in crate::warren) fn top_up(state: &mut State, account: u64, at: i64) -> bool {
    let Some(payer) = state.billing_accounts.iter().find(|known| known.id == account) else { return false };
    let (amount, threshold) = (payer.recurring.amount, payer.recurring.threshold);
    let short = threshold - running(state, payer).ongoing();
    if !payer.recurring.enabled || short <= Decimal::ZERO || amount <= Decimal::ZERO {
        return false;
    }
    if charge(state, account).is_err() {
        return false;
    }
    let times = (short / amount).ceil().max(Decimal::ONE);
    let sum = amount * times;
    topped_up(state, account, sum, at);
    true
}

pub(super) fn top_all_up(state: &mut State, at: i64) {
    let all: Vec<u64> = state.billing_accounts.iter().map(|account| account.id).collect();
    for account in all {
        top_up(state, account, at);
    }
}

/// An invoice for credit: VAT comes on top of it.
pub(in crate::warren) fn bill_credit(
    state: &mut State,
    account: u64,
    amount: Decimal,
    at: i64,
) -> Option<u64> {
    let now = state.now;
    let payer = state.billing_accounts.iter().find(|known| known.id == account)?;
    let snapshot = month::snapshot(payer);
    let totals = month::totals(amount, 0, Decimal::ZERO);
    let line = Line {
        id: state.books.next_number(),
        name: "Credit top-up".to_owned(),
        location: String::new(),
        quantity: 1,
        unit: "pcs",
        price: amount,
    };
    let period = (calendar::month_start(now).unix_timestamp(), calendar::next_month(now).unix_timestamp());
    let lines = vec![line];
    let bill = Bill { account, lines, totals, discount_percent: 0, snapshot, brings: Some(amount), period };
    Some(month::write(&mut state.books, bill, at))
}
