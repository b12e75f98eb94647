//! Ways to pay: `payment/card` and what lies below it, and the application for payment by invoice.

use serde_json::{Value, json};

use super::billing::{existing, own};
use super::errors::error;
use super::fields::{required, required_number};
use super::state::{Card, Face, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

const CARD: &str = "payment/card";

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("payment/card/list", list),
    Route::read(CARD, show),
    Route::post(CARD, add).takes(Encoding::Form),
    Route::delete(CARD, remove).takes(Encoding::Form),
    Route::put("payment/card/set_primary", set_primary).takes(Encoding::Form),
    Route::post("payment/apply_for_invoice_payment", apply).takes(Encoding::Form),
];

fn list(call: &Call, state: &State) -> Outcome {
    let account = payer(call, state)?;
    let cards = state.books.cards.iter().filter(|card| card.account == account).map(Card::wire);
    Ok(Reply::ok(&cards.collect::<Value>()))
}

fn payer(call: &Call, state: &State) -> Result<u64, Reply> {
    own(call, existing(state, required_number(call, "billing_account_id")?)?)
}

/// The card that a call names. The words for an unknown one are a guess.
pub(super) fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a Card, Reply> {
    let id = required_number(call, "payment_object_id")?;
    let card = state.books.cards.iter().find(|card| card.id == id);
    let card = card.ok_or_else(|| error(400, "Error", "Provided payment object is incorrect."))?;
    own(call, card.account)?;
    Ok(card)
}

fn show(call: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&wanted(call, state)?.wire()))
}

/// Attaches a card and looks whether it is valid. A token with `declined` in it is refused; one with `unverified`
/// is attached and stays so. The first good one becomes the primary one.
fn add(call: &Call, state: &State) -> Result<Work, Reply> {
    let account = payer(call, state)?;
    let token = required(call, "token")?;
    if token.is_empty() || token.contains("declined") {
        return Err(error(400, "token", "Payment object is not valid."));
    }
    let verified = !token.contains("unverified");
    let digits: String = token.chars().filter(char::is_ascii_digit).collect();
    let last4 = digits.get(digits.len().saturating_sub(4)..).filter(|last| last.len() == 4).unwrap_or("4242");
    let face = Some(Face { brand: "visa", last4: last4.to_owned(), month: 12, year: 2034 });
    Ok(Work::now("add", account.to_string(), "", move |state| attach(state, account, face, verified)))
}

/// A way to pay that an administrator has to verify first.
fn apply(call: &Call, state: &State) -> Result<Work, Reply> {
    let account = payer(call, state)?;
    let known = state.books.cards.iter().any(|card| card.account == account && card.face.is_none());
    if known {
        return Err(error(400, "Error", "Invoice payment is already applied for."));
    }
    Ok(Work::now("apply", account.to_string(), "", move |state| attach(state, account, None, false)))
}

fn attach(state: &mut State, account: u64, face: Option<Face>, verified: bool) -> Reply {
    let created = state.now.unix_timestamp();
    let primary = state.books.primary_of(account).is_none();
    let id = state.books.next_number();
    let card = Card { id, account, face, primary, verified, created };
    let reply = Reply::ok(&card.wire());
    state.books.cards.push(card);
    reply
}

/// Another good card steps in for a primary one that goes.
fn remove(call: &Call, state: &State) -> Result<Work, Reply> {
    let card = wanted(call, state)?;
    let (id, account) = (card.id, card.account);
    Ok(Work::now("remove", id.to_string(), "", move |state| {
        state.books.cards.retain(|card| card.id != id);
        if state.books.primary_of(account).is_none()
            && let Some(next) =
                state.books.cards.iter_mut().find(|card| card.account == account && card.verified)
        {
            next.primary = true;
        }
        Reply::ok(&json!({"success": true}))
    }))
}

/// Only a verified one can be the primary one; the words are a guess.
fn set_primary(call: &Call, state: &State) -> Result<Work, Reply> {
    let card = wanted(call, state)?;
    if !card.verified {
        return Err(error(400, "Error", "Payment object is not verified."));
    }
    let (id, account) = (card.id, card.account);
    Ok(Work::now("primary", id.to_string(), "", move |state| {
        for card in state.books.cards.iter_mut().filter(|card| card.account == account) {
            card.primary = card.id == id;
        }
        Reply::ok(&json!({"success": true}))
    }))
}
