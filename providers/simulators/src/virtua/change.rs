//! `POST /cloud-server/{uuid}/resize` and `/rebuild`: answered at once, done later.

use std::time::Duration;

use serde_json::json;

use super::errors::refuse;
use super::fields::{flag_sent, one_of, sent};
use super::order::{offer, system};
use super::power::idle;
use super::state::{Change, Outcome, State, Work};
use crate::http::{Call, Encoding, Reply, Route};
use crate::rate::Class;

pub(super) static ROUTES: &[Route<State>] = &[
    Route::post("cloud-server/{uuid}/resize", resize).takes(Encoding::FormAsJson),
    Route::post("cloud-server/{uuid}/rebuild", rebuild).takes(Encoding::FormAsJson).class(Class::Critical),
];

/// Nobody has measured these.
const RESIZE: Duration = Duration::from_secs(40);
const REBUILD: Duration = Duration::from_secs(90);

/// A disk grows with the plan only when that is asked for, and never shrinks.
fn resize(call: &Call, state: &State) -> Result<Work, Reply> {
    let server = idle(call, state)?;
    let (plan, zone) = offer(&one_of(call, &["NEW_OFFER_UUID", "offer"])?)?;
    let grow = flag_sent(call, &["resize_disk"])?;
    let missing = || refuse(422, "missing_parameter", "The parameter resize_disk is required.");
    let grow = grow.ok_or_else(missing)?;
    if *zone != *server.zone {
        return Err(refuse(422, "invalid_offer", "The offer belongs to another zone."));
    }
    if plan.windows != server.plan.windows {
        return Err(refuse(422, "invalid_offer", "The offer does not fit the server's system."));
    }
    if *plan == *server.plan && (!grow || server.disk_gb >= plan.disk_gb) {
        return Err(refuse(409, "same_offer", "The server has this offer already."));
    }
    if grow && plan.disk_gb < server.disk_gb {
        return Err(refuse(422, "disk_too_small", "The disk of this offer is smaller than the server's."));
    }
    if !grow && plan.disk_gb < server.disk_gb && server.disk_gb != server.plan.disk_gb {
        return Err(refuse(422, "disk_too_small", "The disk of this offer is smaller than the server's."));
    }
    let disk_gb = if grow { plan.disk_gb } else { server.disk_gb };
    Ok(work(server, "resize", "Update in progress...", RESIZE, Outcome::Resized { plan, disk_gb }))
}

/// A system of the list, or an ISO image, of which no list is known.
fn rebuild(call: &Call, state: &State) -> Result<Work, Reply> {
    let server = idle(call, state)?;
    let system = match (sent(call, &["system"]), sent(call, &["iso_image"])) {
        (Some(id), _) => system(id, server.plan)?,
        (None, Some(_)) => server.system,
        (None, None) => return Err(refuse(422, "missing_parameter", "The parameter system is required.")),
    };
    Ok(work(server, "rebuild", "Reinstall in progress...", REBUILD, Outcome::Rebuilt { system }))
}

fn work(
    server: &super::state::Server,
    action: &'static str,
    message: &'static str,
    takes: Duration,
    outcome: Outcome,
) -> Work {
    let (uuid, running) = (server.uuid.clone(), server.running());
    // A rebuilt server boots; a resized one is as it was before.
    let to = if running || matches!(outcome, Outcome::Rebuilt { .. }) { "running" } else { "stopped" };
    // A published client takes a resize for done when it reads `running` again, so it reads another word before.
    let off = matches!(outcome, Outcome::Resized { .. });
    Work::ongoing(action, &server.uuid, server.title(), takes, move |state, done_at| {
        if let Some(server) = state.server_mut(&uuid) {
            server.change = Some(Change { to, done_at, boots: to == "running", outcome });
            if off {
                "stopped".clone_into(&mut server.status);
            }
        }
        let messages = json!([{"content": message, "type": "notice"}]);
        Reply::ok(&json!({"success": true, "uuid": uuid, "messages": messages}))
    })
}
