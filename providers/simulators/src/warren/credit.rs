//! Credit: `payment/credit` and the campaigns that give some.

use serde_json::{Value, json};

use super::billing::{existing, own};
use super::cards;
use super::errors::error;
use super::fields::{amount, required_number};
use super::money::{bill_credit, topped_up};
use super::state::{CreditEntry, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("payment/credit/list", list),
    Route::post("payment/credit/buy", buy).takes(Encoding::Form),
    Route::post("payment/credit/request_invoice", request_invoice).takes(Encoding::Form),
    Route::read("payment/has_active_campaigns", campaigns),
];

/// The newest first.
fn list(call: &Call, state: &State) -> Outcome {
    let account = payer(call, state)?;
    let mut rows: Vec<&CreditEntry> =
        state.books.credit.iter().filter(|entry| entry.account == account).collect();
    rows.sort_by_key(|entry| std::cmp::Reverse((entry.created, entry.id)));
    Ok(Reply::ok(&rows.into_iter().map(CreditEntry::wire).collect::<Value>()))
}

fn payer(call: &Call, state: &State) -> Result<u64, Reply> {
    own(call, existing(state, required_number(call, "billing_account_id")?)?)
}

/// Charges the card now. The card must belong to the account and be verified; the words are guesses.
fn buy(call: &Call, state: &State) -> Result<Work, Reply> {
    let account = payer(call, state)?;
    let card = cards::wanted(call, state)?;
    if card.account != account {
        return Err(error(400, "Error", "Provided payment object is incorrect."));
    }
    if !card.chargeable() {
        return Err(error(400, "Error", "Payment object is not verified."));
    }
    let sum = amount(call, "amount")?;
    Ok(Work::now("buy", account.to_string(), "", move |state| {
        let at = state.now.unix_timestamp();
        topped_up(state, account, sum, at);
        Reply::ok(&json!({"success": true}))
    }))
}

/// An invoice whose payment brings the credit.
fn request_invoice(call: &Call, state: &State) -> Result<Work, Reply> {
    let account = payer(call, state)?;
    let sum = amount(call, "amount")?;
    Ok(Work::now("request", account.to_string(), "", move |state| {
        let at = state.now.unix_timestamp();
        let made = bill_credit(state, account, sum, at);
        Reply::ok(&json!({"success": made.is_some()}))
    }))
}

fn campaigns(_: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&json!({"success": state.books.campaigns})))
}
