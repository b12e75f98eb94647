//! Load balancers: `network/load_balancers` and one of them by its uuid. What stands behind and before one is in
//! `targets` and `rules`.

mod create;
mod rules;
mod targets;

use serde_json::Value;

use super::billing::existing;
use super::errors::{forbidden, message};
use super::fields::{json_text, required_number, truth};
use super::state::{Balancer, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

const ALL: &str = "network/load_balancers";
const ONE: &str = "network/load_balancers/{uuid}";
const ACCOUNT: &str = "network/load_balancers/{uuid}/billing_account";

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read(ALL, list),
    Route::post(ALL, create::create).takes(Encoding::Json),
    Route::read(ONE, show),
    Route::patch(ONE, rename).takes(Encoding::Json),
    Route::delete(ONE, delete).takes(Encoding::None),
    Route::put(ACCOUNT, set_billing_account).takes(Encoding::Json),
    Route::patch(ACCOUNT, set_billing_account).takes(Encoding::Json),
    Route::post("network/load_balancers/{uuid}/targets", targets::add).takes(Encoding::Json),
    Route::delete("network/load_balancers/{uuid}/targets/{target}", targets::remove).takes(Encoding::None),
    Route::post("network/load_balancers/{uuid}/forwarding_rules", rules::add).takes(Encoding::Json),
    Route::delete("network/load_balancers/{uuid}/forwarding_rules/{rule}", rules::remove)
        .takes(Encoding::None),
];

/// Deleted ones only with `all=true`.
fn list(call: &Call, state: &State) -> Outcome {
    let all = truth(call, "all")?;
    let balancers = state.location(call).into_iter().flat_map(|location| &location.balancers);
    let shown = balancers.filter(|balancer| all || !balancer.deleted());
    Ok(Reply::ok(&shown.map(Balancer::wire).collect::<Value>()))
}

/// Deleted ones too.
fn show(call: &Call, state: &State) -> Outcome {
    let balancer = state.location(call).and_then(|location| location.balancer(call.capture()));
    Ok(Reply::ok(&balancer.ok_or_else(unknown)?.wire()))
}

fn rename(call: &Call, state: &State) -> Result<Work, Reply> {
    let balancer = wanted(call, state)?;
    let name = json_text(call, "display_name")?.to_owned();
    Ok(change("rename", balancer, call, move |balancer| balancer.name = name))
}

/// `set_id` as the documents have it, `billing_account_id` as another brand takes it.
fn set_billing_account(call: &Call, state: &State) -> Result<Work, Reply> {
    let balancer = wanted(call, state)?;
    let newer = call.param("set_id").is_none() && call.param("billing_account_id").is_some();
    let named = required_number(call, if newer { "billing_account_id" } else { "set_id" })?;
    if call.restricted_to.is_some_and(|only| only != named) {
        return Err(forbidden());
    }
    let account = existing(state, named)?;
    Ok(change("billing", balancer, call, move |balancer| balancer.billing_account = account))
}

/// Its address stays reserved, without anything that it leads to.
fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let balancer = wanted(call, state)?;
    let (slug, uuid) = (call.location.clone(), balancer.uuid.clone());
    Ok(Work::now("delete", &balancer.uuid, &balancer.name, move |state| {
        let now = state.now;
        if let Some(location) = state.location_mut(&slug) {
            location.delete_balancer(&uuid, now);
        }
        Reply::empty(200)
    }))
}

/// A change of the balancer that is done at once and answered with it.
fn change(
    action: &'static str,
    balancer: &Balancer,
    call: &Call,
    change: impl FnOnce(&mut Balancer) + Send + 'static,
) -> Work {
    let answer = move |balancer: &mut Balancer| {
        change(balancer);
        Reply::ok(&balancer.wire())
    };
    answered(action, balancer, call, answer)
}

/// A change of the balancer that is done at once and has an answer of its own.
fn answered(
    action: &'static str,
    balancer: &Balancer,
    call: &Call,
    change: impl FnOnce(&mut Balancer) -> Reply + Send + 'static,
) -> Work {
    let (slug, uuid) = (call.location.clone(), balancer.uuid.clone());
    Work::now(action, &balancer.uuid, &balancer.name, move |state| {
        let now = state.now;
        let Some(balancer) = state.location_mut(&slug).and_then(|at| at.balancer_mut(&uuid)) else {
            return unknown();
        };
        balancer.updated_at = now;
        change(balancer)
    })
}

fn unknown() -> Reply {
    message(404, "Load balancer not found")
}

/// The balancer with this uuid in the call's location, unless it was deleted.
pub(super) fn live<'a>(call: &Call, state: &'a State, uuid: &str) -> Result<&'a Balancer, Reply> {
    let balancer = state.location(call).and_then(|location| location.balancer(uuid));
    balancer.filter(|balancer| !balancer.deleted()).ok_or_else(unknown)
}

/// The balancer that the path names, unless it was deleted.
fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a Balancer, Reply> {
    live(call, state, call.capture())
}
