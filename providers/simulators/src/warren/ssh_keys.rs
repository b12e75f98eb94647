//! The account's public keys: `user-resource/ssh_keys`. In no document, but in use; no location scopes them.

use serde_json::Value;

use super::errors::{error, message};
use super::fields::json_text;
use super::state::{SshKey, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

const ALL: &str = "user-resource/ssh_keys";
const ONE: &str = "user-resource/ssh_keys/{uuid}";

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read(ALL, list),
    Route::post(ALL, create).takes(Encoding::Json),
    Route::patch(ONE, rename).takes(Encoding::Json),
    Route::delete(ONE, delete).takes(Encoding::None),
];

fn list(_: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&state.ssh_keys.iter().map(SshKey::wire).collect::<Value>()))
}

fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let name = json_text(call, "name")?.to_owned();
    let public_key = json_text(call, "public_key")?.trim().to_owned();
    if !is_openssh(&public_key) {
        return Err(error(400, "public_key", "Value does not match the pattern of a public key"));
    }
    if state.ssh_keys.iter().any(|key| key.public_key == public_key) {
        return Err(error(409, "public_key", "SSH key already exists."));
    }
    let called = name.clone();
    Ok(Work::now("create", &called, &called, move |state| {
        let key = SshKey {
            uuid: state.rng.uuid().to_string(),
            name,
            public_key,
            user_id: state.user.id,
            created_at: state.now,
        };
        let reply = Reply::ok(&key.wire());
        state.ssh_keys.push(key);
        reply
    }))
}

fn rename(call: &Call, state: &State) -> Result<Work, Reply> {
    let key = wanted(call, state)?;
    let name = json_text(call, "name")?.to_owned();
    let uuid = key.uuid.clone();
    Ok(Work::now("rename", &key.uuid, &key.name, move |state| {
        let Some(key) = state.ssh_keys.iter_mut().find(|key| key.uuid == uuid) else { return unknown() };
        key.name = name;
        Reply::ok(&key.wire())
    }))
}

fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let key = wanted(call, state)?;
    let uuid = key.uuid.clone();
    Ok(Work::now("delete", &key.uuid, &key.name, move |state| {
        state.ssh_keys.retain(|key| key.uuid != uuid);
        Reply::empty(200)
    }))
}

/// One line: a type, base64, and perhaps a comment.
fn is_openssh(key: &str) -> bool {
    let mut words = key.split(' ');
    let kind = words.next().unwrap_or_default();
    let data = words.next().unwrap_or_default();
    let base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let typed = kind.starts_with("ssh-") || kind.starts_with("ecdsa-") || kind.starts_with("sk-");
    typed && data.starts_with("AAAA") && data.bytes().all(base64) && !key.contains(['\n', '\r'])
}

fn unknown() -> Reply {
    message(404, "SSH key not found")
}

fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a SshKey, Reply> {
    state.ssh_keys.iter().find(|key| key.uuid == call.capture()).ok_or_else(unknown)
}
