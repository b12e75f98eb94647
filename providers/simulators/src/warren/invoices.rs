//! Invoices and their payment.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::billing::{existing, own};
use super::errors::error;
use super::fields::{amount, required_number};
use super::money::{charge, number, pay};
use super::state::{Invoice, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("payment/invoice/list", list),
    Route::read("payment/invoice", show),
    Route::post("payment/pay_invoice", pay_one).takes(Encoding::Form),
    Route::post("payment/pay_all", pay_all).takes(Encoding::Form),
    Route::post("payment/pay_amount", pay_amount).takes(Encoding::Form),
];

/// Whole, the newest first.
fn list(call: &Call, state: &State) -> Outcome {
    let account = payer(call, state)?;
    let mut rows: Vec<&Invoice> =
        state.books.invoices.iter().filter(|invoice| invoice.account == account).collect();
    rows.sort_by_key(|invoice| std::cmp::Reverse((invoice.created, invoice.id)));
    Ok(Reply::ok(&rows.into_iter().map(Invoice::wire).collect::<Value>()))
}

fn payer(call: &Call, state: &State) -> Result<u64, Reply> {
    own(call, existing(state, required_number(call, "billing_account_id")?)?)
}

/// The invoice that a call names. The words for an unknown one are a guess.
fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a Invoice, Reply> {
    let id = required_number(call, "invoice_id")?;
    let invoice = state.books.invoices.iter().find(|invoice| invoice.id == id);
    let invoice = invoice.ok_or_else(|| error(400, "Error", "Provided invoice is incorrect."))?;
    own(call, invoice.account)?;
    Ok(invoice)
}

fn show(call: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&wanted(call, state)?.wire()))
}

/// Charges the primary card. A paid invoice is refused; in which words is a guess.
fn pay_one(call: &Call, state: &State) -> Result<Work, Reply> {
    let invoice = wanted(call, state)?;
    if invoice.paid() {
        return Err(error(400, "Error", "Invoice is already paid."));
    }
    let (id, card) = (invoice.id, charge(state, invoice.account)?);
    Ok(Work::now("pay", id.to_string(), "", move |state| {
        let at = state.now.unix_timestamp();
        pay(state, id, card, Decimal::MAX, at);
        Reply::ok(&json!({"success": true}))
    }))
}

fn pay_all(call: &Call, state: &State) -> Result<Work, Reply> {
    let account = payer(call, state)?;
    let card = charge(state, account)?;
    Ok(Work::now("pay_all", account.to_string(), "", move |state| {
        spread(state, account, card, Decimal::MAX);
        Reply::ok(&json!({"success": true}))
    }))
}

fn pay_amount(call: &Call, state: &State) -> Result<Work, Reply> {
    let account = payer(call, state)?;
    let sum = amount(call, "amount")?;
    let card = charge(state, account)?;
    Ok(Work::now("pay_amount", account.to_string(), "", move |state| {
        let (used, touched) = spread(state, account, card, sum);
        let left = sum - used;
        let names: Vec<String> = touched.iter().map(|id| format!("#{id}")).collect();
        let how_much = if left.is_zero() { "All amount were used." } else { "Not all amount were used." };
        let message = if names.is_empty() {
            "No unpaid invoices.".to_owned()
        } else {
            format!("{how_much} Invoices ({}) were paid fully or partially.", names.join(", "))
        };
        Reply::ok(&json!({
            "amount_left": number(left),
            "amount_used": number(used),
            "error_log": "",
            "message": message,
            "paid_invoices": touched,
            "success": true,
        }))
    }))
}

/// Pays the oldest unpaid invoices first: what was used, and on which.
fn spread(state: &mut State, account: u64, card: u64, sum: Decimal) -> (Decimal, Vec<u64>) {
    let at = state.now.unix_timestamp();
    let mut owed: Vec<(i64, u64)> = state
        .books
        .invoices
        .iter()
        .filter(|invoice| invoice.account == account && !invoice.paid())
        .map(|invoice| (invoice.created, invoice.id))
        .collect();
    owed.sort_unstable();
    let (mut left, mut used, mut touched) = (sum, Decimal::ZERO, Vec::new());
    for (_, id) in owed {
        if left <= Decimal::ZERO {
            break;
        }
        let part = pay(state, id, card, left, at);
        left -= part;
        used += part;
        touched.push(id);
    }
    (used, touched)
}
