//! Object storage: `storage/api/s3`, `storage/bucket` and `storage/bucket/list`. Keys and user are below.
//!
//! Calls that change something take a form, JSON or the query: clients are known to use each.

mod keys;
mod name;

use serde_json::{Value, json};

use super::billing::{existing, payer};
use super::errors::{error, message};
use super::fields::{required, required_number, whole_number};
use super::state::{Bucket, ObjectStorage, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

const PATH: &str = "storage/bucket";

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("storage/api/s3", endpoint),
    Route::read("storage/bucket/list", list),
    Route::read(PATH, show),
    Route::put(PATH, create),
    Route::patch(PATH, modify),
    Route::delete(PATH, delete),
    Route::get_that_writes("storage/user", keys::user),
    Route::read("storage/user/keys", keys::list),
    Route::post("storage/user/keys", keys::create).takes(Encoding::None),
    Route::delete("storage/user/keys", keys::delete),
];

/// Names that other users of the platform have: they are unique across all of them.
const TAKEN: [&str; 6] = ["assets", "backup", "backups", "data", "media", "test"];

/// Just `/` where object storage is not enabled.
fn endpoint(_: &Call, state: &State) -> Outcome {
    let url = match state.storage.user {
        Some(_) => format!("https://s3.{}.example:8080/", state.brand.site()),
        None => "/".to_owned(),
    };
    Ok(Reply::ok(&json!({"url": url})))
}

fn list(call: &Call, state: &State) -> Outcome {
    let account = whole_number(call, "billing_account_id")?;
    let shown =
        state.storage.buckets.iter().filter(|bucket| account.is_none_or(|id| bucket.billing_account == id));
    Ok(Reply::ok(&shown.map(Bucket::wire).collect::<Value>()))
}

fn show(call: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&wanted(call, state)?.wire()))
}

/// The first bucket opens object storage, since somebody has to own it: a guess.
fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let name = required(call, "name")?.to_owned();
    name::check(&name).map_err(|complaint| error(400, "name", complaint))?;
    let billing_account = payer(call, state)?;
    if state.storage.bucket(&name).is_some() || TAKEN.contains(&name.as_str()) {
        return Err(message(409, "Bucket already exists"));
    }
    if state.storage.buckets.len() >= ObjectStorage::MOST {
        return Err(message(400, "Too many buckets"));
    }
    let called = name.clone();
    Ok(Work::now("create", &called, &called, move |state| {
        let (created_at, modified_at) = (state.now, state.now);
        let bucket = Bucket { name, billing_account, size_bytes: 0, objects: 0, created_at, modified_at };
        let reply = Reply::ok(&bucket.wire());
        state.storage.open(&state.user.email);
        state.storage.buckets.push(bucket);
        reply
    }))
}

/// Only who pays can be changed.
fn modify(call: &Call, state: &State) -> Result<Work, Reply> {
    let name = wanted(call, state)?.name.clone();
    let account = existing(state, required_number(call, "billing_account_id")?)?;
    let called = name.clone();
    Ok(Work::now("modify", &called, &called, move |state| {
        let now = state.now;
        let Some(bucket) = state.storage.bucket_mut(&name) else { return unknown_bucket() };
        bucket.billing_account = account;
        bucket.modified_at = now;
        Reply::ok(&bucket.wire())
    }))
}

fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let bucket = wanted(call, state)?;
    if bucket.objects > 0 {
        return Err(message(409, "Bucket is not empty"));
    }
    let name = bucket.name.clone();
    Ok(Work::now("delete", &bucket.name, &bucket.name, move |state| {
        state.storage.buckets.retain(|bucket| bucket.name != name);
        Reply::empty(204)
    }))
}

fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a Bucket, Reply> {
    state.storage.bucket(required(call, "name")?).ok_or_else(unknown_bucket)
}

fn unknown_bucket() -> Reply {
    message(404, "Bucket not found")
}
