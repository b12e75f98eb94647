//! Private networks: `GET network/networks`, `PATCH network/network/{uuid}` and `PUT network/network/{uuid}/default`.

use serde_json::Value;

use super::errors::unknown_network;
use super::fields::json_text;
use super::state::{Network, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("network/networks", list),
    Route::patch("network/network/{uuid}", rename).takes(Encoding::Json),
    Route::put("network/network/{uuid}/default", set_default).takes(Encoding::None),
];

fn list(call: &Call, state: &State) -> Outcome {
    let networks = state.location(call).into_iter().flat_map(|location| &location.networks);
    Ok(Reply::ok(&networks.map(Network::wire).collect::<Value>()))
}

fn rename(call: &Call, state: &State) -> Result<Work, Reply> {
    let network = wanted(call, state)?;
    let (slug, uuid) = (call.location.clone(), network.uuid.clone());
    let name = json_text(call, "name")?.to_owned();
    Ok(Work::now("rename", &network.uuid, &network.name, move |state| {
        let now = state.now;
        let Some(network) = state.location_mut(&slug).and_then(|location| location.network_mut(&uuid)) else {
            return unknown_network();
        };
        network.name = name;
        network.updated_at = now;
        Reply::ok(&network.wire())
    }))
}

/// The default network is where a VM goes that names none. There is one in each location.
fn set_default(call: &Call, state: &State) -> Result<Work, Reply> {
    let network = wanted(call, state)?;
    let (slug, uuid) = (call.location.clone(), network.uuid.clone());
    Ok(Work::now("default", &network.uuid, &network.name, move |state| {
        let Some(location) = state.location_mut(&slug) else { return unknown_network() };
        for network in &mut location.networks {
            network.default = network.uuid == uuid;
        }
        location.network(&uuid).map_or_else(unknown_network, |network| Reply::ok(&network.wire()))
    }))
}

/// The network that the path names.
fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a Network, Reply> {
    state.location(call).and_then(|location| location.network(call.capture())).ok_or_else(unknown_network)
}
