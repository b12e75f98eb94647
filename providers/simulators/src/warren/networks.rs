//! `GET network/networks`.

use serde_json::Value;

use super::state::{Network, State};
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("network/networks", list)];

fn list(call: &Call, state: &State) -> Outcome {
    let networks = state.location(call).into_iter().flat_map(|location| &location.networks);
    Ok(Reply::ok(&networks.map(Network::wire).collect::<Value>()))
}
