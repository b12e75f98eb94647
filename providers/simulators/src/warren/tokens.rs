//! The account's API tokens: `user-resource/token` and `user-resource/token/list`. A new one is accepted at once, a
//! deleted one refused at once.

use serde_json::{Value, json};

use super::billing::existing;
use super::errors::error;
use super::fields::{required_number, truth, whole_number};
use super::state::{State, Token, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

const PATH: &str = "user-resource/token";

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("user-resource/token/list", list),
    Route::post(PATH, create).takes(Encoding::Form),
    Route::patch(PATH, update).takes(Encoding::Form),
    Route::delete(PATH, delete).takes(Encoding::Form),
];

fn list(_: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&rows(state)))
}

/// Answers with every token, values included, as the document prints it.
fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let description = call.body.get("description").unwrap_or_default().to_owned();
    let restricted = truth(call, "restricted")?;
    let billing_account = billing_account(call, state, restricted)?;
    let named = description.clone();
    Ok(Work::now("create", &named, &named, move |state| {
        let token = Token {
            id: state.next_id(),
            key: format!("sim{}", state.rng.uuid().simple()),
            description,
            billing_account,
            restricted,
            kong_id: state.rng.uuid().to_string(),
            created_at: state.now,
            updated_at: None,
        };
        state.tokens.push(token);
        Reply::ok(&rows(state))
    }))
}

/// Any value of `restricted` restricts, `false` too: the document says so.
fn update(call: &Call, state: &State) -> Result<Work, Reply> {
    let failed = || error(400, "Error", "Failed to update token.");
    let token = wanted(call, state)?.ok_or_else(failed)?;
    let restricted = token.restricted || call.body.get("restricted").is_some();
    let billing_account = match whole_number(call, "billing_account_id")? {
        None => token.billing_account,
        Some(id) => existing(state, id)?,
    };
    if restricted && billing_account == 0 {
        return Err(failed());
    }
    let description = call.body.get("description").unwrap_or(&token.description).to_owned();
    let (id, name) = (token.id, token.description.clone());
    Ok(Work::now("update", id.to_string(), name, move |state| {
        let (now, user_id, consumer_id) = (state.now, state.user.id, state.consumer_id.clone());
        let Some(token) = state.tokens.iter_mut().find(|token| token.id == id) else {
            return error(400, "Error", "Failed to update token.");
        };
        (token.description, token.restricted, token.billing_account) =
            (description, restricted, billing_account);
        token.updated_at = Some(now);
        Reply::ok(&token.wire(user_id, &consumer_id))
    }))
}

fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let failed = || error(400, "Error", "Failed to delete kong token.");
    let token = wanted(call, state)?.ok_or_else(failed)?;
    let (id, name) = (token.id, token.description.clone());
    Ok(Work::now("delete", id.to_string(), name, move |state| {
        state.tokens.retain(|token| token.id != id);
        Reply::ok(&json!({"success": true}))
    }))
}

fn wanted<'a>(call: &Call, state: &'a State) -> Result<Option<&'a Token>, Reply> {
    let id = required_number(call, "token_id")?;
    Ok(state.tokens.iter().find(|token| token.id == id))
}

/// The account that a new token is for; nought when nobody says, which a restricted one cannot be.
fn billing_account(call: &Call, state: &State, restricted: bool) -> Result<u64, Reply> {
    match whole_number(call, "billing_account_id")?.filter(|id| *id != 0) {
        Some(id) => existing(state, id),
        None if restricted => {
            Err(error(400, "billing_account_id", "Required parameter 'billing_account_id' not supplied"))
        }
        None => Ok(0),
    }
}

fn rows(state: &State) -> Value {
    let row = |token: &Token| token.wire(state.user.id, &state.consumer_id);
    state.tokens.iter().map(row).collect()
}
