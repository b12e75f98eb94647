//! The S3 user and its keys: `storage/user` and `storage/user/keys`. Every answer shows the secrets of all
//! keys.

use crate::http::{Call, Outcome, Reply};
use crate::warren::errors::message;
use crate::warren::fields::required;
use crate::warren::state::{State, StorageUser, Work};

/// "User and keys will be generated, if they do not exist already", by a GET. What exists is answered without
/// a change.
pub(super) fn user(_: &Call, state: &State) -> Result<Work, Reply> {
    if let Some(user) = state.storage.user.as_ref().filter(|user| !user.keys.is_empty()) {
        return Err(Reply::ok(&user.wire()));
    }
    Ok(Work::now("create", &state.user.email, "", |state| {
        let user = state.storage.open(&state.user.email);
        user.add_key(&mut state.rng);
        Reply::ok(&user.wire())
    }))
}

pub(super) fn list(_: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&enabled(state)?.wire_keys()))
}

pub(super) fn create(_: &Call, state: &State) -> Result<Work, Reply> {
    enabled(state)?;
    Ok(Work::now("create", &state.user.email, "", |state| {
        let user = state.storage.open(&state.user.email);
        user.add_key(&mut state.rng);
        Reply::ok(&user.wire_keys())
    }))
}

/// The document prints nothing for an answer, under the heading of JSON.
pub(super) fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let access = required(call, "access_key")?.to_owned();
    let known = enabled(state)?.keys.iter().any(|key| key.access == access);
    if !known {
        return Err(message(404, "Access key not found"));
    }
    let subject = access.clone();
    Ok(Work::now("delete", &subject, "", move |state| {
        if let Some(user) = &mut state.storage.user {
            user.keys.retain(|key| key.access != access);
        }
        Reply::empty(200)
    }))
}

/// A 404 where object storage is not enabled, as it was seen; the words are a guess.
fn enabled(state: &State) -> Result<&StorageUser, Reply> {
    state.storage.user.as_ref().ok_or_else(|| message(404, "User not found"))
}
