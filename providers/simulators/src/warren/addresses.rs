//! Floating addresses: `GET network/ip_addresses` with the documented filters, one address by its own text, and
//! `POST network/ip_addresses`.

use serde_json::Value;

use super::billing::payer;
use super::errors::message;
use super::fields::whole_number;
use super::state::{Address, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("network/ip_addresses", list),
    Route::read("network/ip_addresses/{address}", show),
    Route::post("network/ip_addresses", create).takes(Encoding::Json),
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
    let wanted = call.capture();
    let mut known = state.location(call).into_iter().flat_map(|location| &location.addresses);
    let found = known.find(|address| address.address == wanted);
    let address = found.ok_or_else(|| message(404, &format!("Ip address {wanted} was not found.")))?;
    Ok(Reply::ok(&address.wire()))
}

/// A new address belongs to nothing yet, but has never been unassigned either.
fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let billing_account = payer(call, state)?;
    let (name, slug) = (call.body.get("name").map(str::to_owned), call.location.clone());
    let called = name.clone().unwrap_or_default();
    Ok(Work::now("create", &called, &called, move |state| {
        let address = Address {
            id: state.next_id(),
            uuid: state.rng.uuid().to_string(),
            address: state.next_public_ipv4(),
            name,
            user_id: state.user.id,
            billing_account,
            assigned: None,
            unassigned_at: None,
            created_at: state.now,
        };
        let reply = Reply::json(201, &address.wire());
        if let Some(location) = state.location_mut(&slug) {
            location.addresses.push(address);
        }
        reply
    }))
}
