//! `GET network/ip_addresses`, with the documented filters, and one address by its own text.

use serde_json::Value;

use super::errors::{message, whole_number};
use super::state::{Address, State};
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] =
    &[Route::read("network/ip_addresses", list), Route::read("network/ip_addresses/{address}", show)];

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
