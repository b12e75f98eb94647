//! Private networks: `network/networks`, `network/network`, one of them by its uuid, and which is the default.

use serde_json::Value;

use super::errors::{message, unknown_network};
use super::fields::json_text;
use super::state::{Network, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

const ONE: &str = "network/network/{uuid}";

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("network/networks", list),
    Route::post("network/network", create).takes(Encoding::Form),
    Route::read(ONE, show),
    Route::patch(ONE, rename).takes(Encoding::Json),
    Route::delete(ONE, delete).takes(Encoding::None),
    Route::put("network/network/{uuid}/default", set_default).takes(Encoding::None),
];

fn list(call: &Call, state: &State) -> Outcome {
    let networks = state.location(call).into_iter().flat_map(|location| &location.networks);
    Ok(Reply::ok(&networks.map(Network::wire).collect::<Value>()))
}

fn show(call: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&wanted(call, state)?.wire()))
}

/// Without a name this is the default network, which is made where there is none. The first network of a location is
/// its default one.
fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let name = call.param("name").filter(|name| !name.is_empty()).map(str::to_owned);
    let known = state.location(call).and_then(|location| location.default_network());
    if let (None, Some(default)) = (&name, known) {
        let reply = Reply::ok(&default.wire());
        return Ok(Work::now("create", &default.uuid, &default.name, |_| reply));
    }
    let name = name.unwrap_or_else(|| "Default network".to_owned());
    let (slug, called) = (call.location.clone(), name.clone());
    Ok(Work::now("create", &called, &called, move |state| {
        let (uuid, now) = (state.rng.uuid().to_string(), state.now);
        let Some(location) = state.location_mut(&slug) else { return unknown_network() };
        let network = Network {
            uuid,
            name,
            subnet: location.free_subnet(),
            default: location.networks.is_empty(),
            vm_uuids: Vec::new(),
            created_at: now,
            updated_at: now,
        };
        let reply = Reply::ok(&network.wire());
        location.networks.push(network);
        reply
    }))
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

/// "The network can be deleted if it does not contain any resources and it is not default." A balancer is one, a
/// deleted balancer is not.
fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let network = wanted(call, state)?;
    if network.default {
        return Err(message(400, "Default network cannot be deleted."));
    }
    let balancers = state.location(call).into_iter().flat_map(|location| &location.balancers);
    let balanced = balancers.filter(|balancer| !balancer.deleted() && balancer.network_uuid == network.uuid);
    if !network.vm_uuids.is_empty() || balanced.count() > 0 {
        return Err(message(400, "Network contains resources and cannot be deleted."));
    }
    let (slug, uuid) = (call.location.clone(), network.uuid.clone());
    Ok(Work::now("delete", &network.uuid, &network.name, move |state| {
        if let Some(location) = state.location_mut(&slug) {
            location.networks.retain(|network| network.uuid != uuid);
        }
        Reply::empty(200)
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
