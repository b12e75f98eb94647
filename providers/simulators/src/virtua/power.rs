//! `POST /cloud-server/{uuid}/start`, `/stop` and `/restart`: answered at once, done later.

use std::time::Duration;

use serde_json::json;

use super::errors::{refuse, unknown_server};
use super::state::{Change, Outcome, Server, State, Work};
use crate::http::{Call, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::post("cloud-server/{uuid}/start", start),
    Route::post("cloud-server/{uuid}/stop", stop),
    Route::post("cloud-server/{uuid}/restart", restart),
];

/// How long `is_processing` stays set.
const TAKES: Duration = Duration::from_secs(20);

/// One of the three actions.
struct Power {
    action: &'static str,
    message: &'static str,
    to: &'static str,
    boots: bool,
}

fn start(call: &Call, state: &State) -> Result<Work, Reply> {
    let server = idle(call, state)?;
    if server.running() {
        return Err(refuse(409, "already_running", "The server is already running."));
    }
    let power = Power { action: "start", message: "Start in progress...", to: "running", boots: true };
    Ok(work(server, power))
}

fn stop(call: &Call, state: &State) -> Result<Work, Reply> {
    let server = idle(call, state)?;
    if !server.running() {
        return Err(refuse(409, "not_running", "The server is not running."));
    }
    let power = Power { action: "stop", message: "Stop in progress...", to: "stopped", boots: false };
    Ok(work(server, power))
}

fn restart(call: &Call, state: &State) -> Result<Work, Reply> {
    let server = idle(call, state)?;
    if !server.running() {
        return Err(refuse(409, "not_running", "The server is not running."));
    }
    let power = Power { action: "restart", message: "Restart in progress...", to: "running", boots: true };
    Ok(work(server, power))
}

/// The server, unless it may not be changed now.
pub(super) fn idle<'a>(call: &Call, state: &'a State) -> Result<&'a Server, Reply> {
    let server = state.server(call.capture()).ok_or_else(|| unknown_server(state.unknown))?;
    if let Some(reason) = server.suspended {
        return Err(refuse(403, "suspended", &format!("The server is suspended: {reason}.")));
    }
    if server.setup.is_some() {
        return Err(refuse(409, "processing", "The server is not set up yet."));
    }
    if server.change.is_some() {
        return Err(refuse(409, "processing", "Another operation is in progress on this server."));
    }
    Ok(server)
}

fn work(server: &Server, power: Power) -> Work {
    let uuid = server.uuid.clone();
    Work::ongoing(power.action, &server.uuid, server.title(), TAKES, move |state, done_at| {
        if let Some(server) = state.server_mut(&uuid) {
            server.change =
                Some(Change { to: power.to, done_at, boots: power.boots, outcome: Outcome::Nothing });
        }
        let messages = json!([{"content": power.message, "type": "notice"}]);
        Reply::ok(&json!({"success": true, "uuid": uuid, "messages": messages}))
    })
}
