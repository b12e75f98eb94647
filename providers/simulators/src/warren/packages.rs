//! Managed services: `user-resource/service/packages` and everything below `user-resource/service/package`.
//! Of the documents only one brand's has them. Packages are JSON.

mod allowed;
mod create;

use std::time::Duration;

use serde_json::{Value, json};

pub(super) use self::create::service_ip;
use super::billing::existing;
use super::errors::{error, message, unlocked};
use super::fields::whole_number;
use super::state::{Package, State, Work};
use super::work::hold;
use crate::http::{Call, Encoding, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("user-resource/service/packages", list),
    Route::post("user-resource/service/package", create::create).takes(Encoding::Json),
    Route::read("user-resource/service/package/{uuid}", show),
    Route::patch("user-resource/service/package/{uuid}", update).takes(Encoding::Json),
    Route::delete("user-resource/service/package/{uuid}", delete).takes(Encoding::None),
    Route::read("user-resource/service/package/{uuid}/secrets", secrets),
    Route::read("user-resource/service/package/{uuid}/whitelist_addresses", allowed::list),
    Route::post("user-resource/service/package/{uuid}/whitelist_addresses", allowed::add),
    Route::delete("user-resource/service/package/{uuid}/whitelist_addresses", allowed::remove),
];

/// Nobody has measured it; a server of its own goes in a second.
const DELETE: Duration = Duration::from_secs(10);

/// Deleted ones are not listed: a guess.
fn list(_: &Call, state: &State) -> Outcome {
    let shown = state.packages.iter().filter(|package| package.deleted_at.is_none());
    Ok(Reply::ok(&shown.map(Package::wire).collect::<Value>()))
}

/// Deleted ones are shown, as other tombstones of the platform are.
fn show(call: &Call, state: &State) -> Outcome {
    let package = state.packages.iter().find(|package| package.uuid == call.capture());
    Ok(Reply::ok(&package.ok_or_else(unknown_package)?.wire()))
}

fn update(call: &Call, state: &State) -> Result<Work, Reply> {
    let package = free(call, state)?;
    let account = whole_number(call, "billing_account_id")?.map(|id| existing(state, id)).transpose()?;
    let name = match call.param("display_name") {
        Some("") => return Err(error(400, "display_name", "Display name must not be empty")),
        name => name.map(str::to_owned),
    };
    let uuid = package.uuid.clone();
    Ok(Work::now("update", &package.uuid, &package.name, move |state| {
        let now = state.now;
        let Some(package) = state.package_mut(&uuid) else { return unknown_package() };
        package.name = name.unwrap_or_else(|| std::mem::take(&mut package.name));
        package.billing_account = account.unwrap_or(package.billing_account);
        package.updated_at = now;
        Reply::ok(&package.wire())
    }))
}

fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let package = free(call, state)?;
    let uuid = package.uuid.clone();
    Ok(hold("delete", [&package.uuid], &package.name, DELETE, move |state| {
        let now = state.now;
        for address in state.locations.iter_mut().flat_map(|location| &mut location.addresses) {
            address.release_from(&uuid, now);
        }
        let Some(package) = state.package_mut(&uuid) else { return unknown_package() };
        package.deleted_at = Some(now);
        package.allowed.clear();
        Reply::ok(&package.wire())
    }))
}

fn secrets(call: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&json!({"sql_pass": live(call, state)?.password})))
}

/// The package that the path names, unless it was deleted.
fn live<'a>(call: &Call, state: &'a State) -> Result<&'a Package, Reply> {
    let live = |package: &&Package| package.uuid == call.capture() && package.deleted_at.is_none();
    state.packages.iter().find(live).ok_or_else(unknown_package)
}

/// As [`live`], unless another write holds it.
fn free<'a>(call: &Call, state: &'a State) -> Result<&'a Package, Reply> {
    let package = live(call, state)?;
    unlocked(state, &package.uuid, "Service package")?;
    Ok(package)
}

fn unknown_package() -> Reply {
    message(404, "Service package not found")
}
