//! Billing accounts: `payment/billing_account` and what lies below it.

mod recurring;
mod wire;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::billing::{existing, own};
use super::errors::error;
use super::fields::{required_number, truth};
use super::money::number;
use super::state::{BillingAccount, State, TEXTS, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

const ACCOUNT: &str = "payment/billing_account";

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("payment/billing_account/list", list),
    Route::read("payment/billing_account/unpaid_amount", unpaid),
    Route::read(ACCOUNT, show),
    Route::put(ACCOUNT, replace).takes(Encoding::Form),
    Route::delete(ACCOUNT, delete).takes(Encoding::Form),
    Route::post("payment/billing_account/set_default", set_default).takes(Encoding::Form),
    Route::put("payment/billing_account/{id}/recurring_payment", recurring::set).takes(Encoding::Form),
];

/// Any value of `show_shadow` lists deleted accounts too. A restricted key sees its own; that is a guess.
fn list(call: &Call, state: &State) -> Outcome {
    let shadow = call.param("show_shadow").is_some();
    let shown = |account: &&BillingAccount| {
        (shadow || !account.deleted) && call.restricted_to.is_none_or(|only| only == account.id)
    };
    let accounts = state.billing_accounts.iter().filter(shown).map(|account| wire::account(account, state));
    Ok(Reply::ok(&accounts.collect::<Value>()))
}

/// The account that a call names, if its key may use it.
fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a BillingAccount, Reply> {
    let id = own(call, existing(state, required_number(call, "billing_account_id")?)?)?;
    let found = state.billing_accounts.iter().find(|account| account.id == id);
    found.ok_or_else(|| error(400, "Error", "Provided billing account is incorrect."))
}

fn show(call: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&wire::account(wanted(call, state)?, state)))
}

/// The amount goes by the name of a message.
fn unpaid(call: &Call, state: &State) -> Outcome {
    let account = wanted(call, state)?;
    Ok(Reply::ok(&json!({"message": number(state.books.unpaid_of(account.id))})))
}

/// What is not sent is erased, all but the e-mail address.
fn replace(call: &Call, state: &State) -> Result<Work, Reply> {
    let account = wanted(call, state)?;
    let id = account.id;
    let mut texts: BTreeMap<&'static str, String> = TEXTS
        .iter()
        .filter_map(|name| Some((*name, call.body.get(name).filter(|text| !text.is_empty())?.to_owned())))
        .collect();
    texts.entry("email").or_insert_with(|| account.text("email").to_owned());
    let send_invoice_email = truth(call, "send_invoice_email")?;
    let title = account.text("title").to_owned();
    Ok(Work::now("update", id.to_string(), title, move |state| {
        if let Some(account) = state.billing_accounts.iter_mut().find(|account| account.id == id) {
            account.texts = texts;
            account.send_invoice_email = send_invoice_email;
        }
        shown(state, id)
    }))
}

/// Refuses while the account is needed; in which words is a guess.
fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let account = wanted(call, state)?;
    let id = account.id;
    let refuse = |why: &str| Err(error(400, "Error", why));
    if account.default {
        return refuse("Default billing account can not be deleted.");
    }
    if state.books.unpaid_of(id) > rust_decimal::Decimal::ZERO {
        return refuse("Billing account has unpaid invoices.");
    }
    if state.charges().iter().any(|charge| charge.account == id) {
        return refuse("Billing account has active resources.");
    }
    Ok(Work::now("delete", id.to_string(), account.text("title").to_owned(), move |state| {
        if let Some(account) = state.billing_accounts.iter_mut().find(|account| account.id == id) {
            account.deleted = true;
        }
        Reply::ok(&json!({"success": true}))
    }))
}

fn set_default(call: &Call, state: &State) -> Result<Work, Reply> {
    let id = existing(state, required_number(call, "billing_account_id")?)?;
    Ok(Work::now("default", id.to_string(), "", move |state| {
        for account in &mut state.billing_accounts {
            account.default = account.id == id;
        }
        Reply::ok(&json!({"success": true}))
    }))
}

/// The account as it is now, as the answer to a change.
fn shown(state: &State, id: u64) -> Reply {
    let found = state.billing_accounts.iter().find(|account| account.id == id);
    found.map_or_else(|| Reply::ok(&json!({})), |account| Reply::ok(&wire::account(account, state)))
}

#[cfg(test)]
mod tests;
