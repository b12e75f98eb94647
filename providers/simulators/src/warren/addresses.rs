//! Floating addresses: `network/ip_addresses` with the documented filters, and one address by its own text. The
//! older calls below a VM are in `public`, assignments in `assign`.

mod assign;
mod public;

use serde_json::{Value, json};

use super::billing::payer;
use super::errors::message;
use super::fields::whole_number;
use super::state::{Address, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

const ALL: &str = "network/ip_addresses";
const ONE: &str = "network/ip_addresses/{address}";

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read(ALL, list),
    Route::post(ALL, create).takes(Encoding::Json),
    Route::read(ONE, show),
    Route::patch(ONE, update).takes(Encoding::Json),
    Route::delete(ONE, delete).takes(Encoding::None),
    Route::post("network/ip_addresses/{address}/assign", assign::assign).takes(Encoding::Json),
    Route::post("network/ip_addresses/{address}/unassign", assign::unassign).takes(Encoding::None),
    Route::post("user-resource/vm/ip/public", public::reserve).takes(Encoding::Form),
    Route::delete("user-resource/vm/ip/public", public::release).takes(Encoding::Form),
];

fn list(call: &Call, state: &State) -> Outcome {
    let account = whole_number(call, "billing_account_id")?;
    let vm = call.param("vm_uuid");
    let addresses = state.location(call).into_iter().flat_map(|location| &location.addresses);
    let shown = addresses
        .filter(|address| account.is_none_or(|id| address.billing_account == id))
        .filter(|address| vm.is_none_or(|uuid| address.belongs_to(uuid)));
    Ok(Reply::ok(&shown.map(Address::wire).collect::<Value>()))
}

fn show(call: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&wanted(call, state)?.wire()))
}

/// A new address belongs to nothing yet, but has never been unassigned either. It has a name, if an empty one.
fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let billing_account = payer(call, state)?;
    let (name, slug) = (call.body.get("name").unwrap_or_default().to_owned(), call.location.clone());
    let called = name.clone();
    Ok(Work::now("create", &called, &called, move |state| {
        let made = state.reserve_address(&slug, name, billing_account, None);
        made.map_or_else(|| unknown(""), |address| Reply::ok(&address.answer()))
    }))
}

/// Changes what is sent and nothing else.
fn update(call: &Call, state: &State) -> Result<Work, Reply> {
    let address = wanted(call, state)?;
    let billing_account = match call.body.get("billing_account_id") {
        Some(_) => Some(payer(call, state)?),
        None => None,
    };
    let name = call.body.get("name").map(str::to_owned);
    Ok(change("update", address, call, move |address| {
        if name.is_some() {
            address.name = name;
        }
        address.billing_account = billing_account.unwrap_or(address.billing_account);
    }))
}

/// An assigned address can go too: no source says otherwise.
fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let address = wanted(call, state)?;
    let (slug, key) = (call.location.clone(), address.address.clone());
    Ok(Work::now("delete", &address.address, name(address), move |state| {
        if let Some(location) = state.location_mut(&slug) {
            location.addresses.retain(|address| address.address != key);
        }
        Reply::ok(&json!(true))
    }))
}

/// A change of the address that is done at once and answered with it.
fn change(
    action: &'static str,
    address: &Address,
    call: &Call,
    change: impl FnOnce(&mut Address) + Send + 'static,
) -> Work {
    let (slug, key) = (call.location.clone(), address.address.clone());
    Work::now(action, &address.address, name(address), move |state| {
        let now = state.now;
        let mut known = state.location_mut(&slug).into_iter().flat_map(|location| &mut location.addresses);
        let Some(address) = known.find(|address| address.address == key) else { return unknown(&key) };
        change(address);
        address.updated_at = now;
        Reply::ok(&address.answer())
    })
}

fn name(address: &Address) -> &str {
    address.name.as_deref().unwrap_or_default()
}

fn unknown(address: &str) -> Reply {
    message(404, &format!("Ip address {address} was not found."))
}

/// The address that the path names.
fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a Address, Reply> {
    let wanted = call.capture();
    let mut known = state.location(call).into_iter().flat_map(|location| &location.addresses);
    known.find(|address| address.address == wanted).ok_or_else(|| unknown(wanted))
}
