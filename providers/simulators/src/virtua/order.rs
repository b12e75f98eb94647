//! `POST /cloud/order`, and `POST /cloud-server` of the OpenAPI file: a new server, answered at once and set up within
//! one to two minutes.
//!
//! The sources disagree on names and encodings, so every one of them is taken.

use std::time::Duration;

use serde_json::json;

use super::errors::refuse;
use super::fields::{flag_sent, one_of};
use super::plans::{self, Plan};
use super::state::{Server, Setup, State, Work, ipv4};
use super::systems::{self, System};
use super::zones::{self, Zone};
use crate::http::{Call, Encoding, Reply, Route};
use crate::rate::Class;

pub(super) static ROUTES: &[Route<State>] = &[
    Route::post("cloud/order", order).takes(Encoding::FormAsJson).class(Class::Critical),
    Route::post("cloud-server", order).takes(Encoding::FormAsJson).class(Class::Critical),
];

/// Least and most of a set-up.
const SETUP: (u64, u64) = (60, 120);

fn order(call: &Call, state: &State) -> Result<Work, Reply> {
    let project = one_of(call, &["PROJECT_UUID", "project"])?;
    let project = state.projects.iter().position(|known| known.uuid == project);
    let project = project.ok_or_else(|| refuse(422, "invalid_project", "The project does not exist."))?;
    let (plan, zone) = offer(&one_of(call, &["OFFER_UUID", "offer"])?)?;
    let system = system(&one_of(call, &["SYSTEM_UUID", "system"])?, plan)?;
    let ipv6 = flag_sent(call, &["ipv6_enabled", "ipv6_enable"])?.unwrap_or(false);
    let block = match call.param("ipv6_block_size") {
        None => 128,
        Some("128") => 128,
        Some("64") => 64,
        Some(_) => return Err(refuse(422, "invalid_ipv6_block_size", "The IPv6 block size is 64 or 128.")),
    };
    if state.servers.len() >= state.server_limit {
        return Err(refuse(403, "limit_reached", "The limit of Cloud Servers of this account is reached."));
    }
    let hostname = call.param("hostname").filter(|name| !name.is_empty()).map(str::to_owned);
    let name = hostname.clone().unwrap_or_default();
    // The same for the same account: somewhere between one minute and two.
    let spread = SETUP.1 - SETUP.0;
    let takes = Duration::from_secs(SETUP.0 + state.ordered * 17 % (spread + 1));
    Ok(Work::ongoing("order", &name, &name, takes, move |state, done_at| {
        let number = state.ordered;
        state.ordered += 1;
        let index = usize::try_from(number).unwrap_or_default() + state.seeded;
        let prefix = format!("2001:db8:{:x}", 0x1000 + number);
        let server = Server {
            uuid: state.rng.uuid().to_string(),
            name: format!("vs{}.{}.vsys.cloud", 4023 + index, zone.code),
            label: None,
            hostname,
            project,
            zone,
            plan,
            disk_gb: plan.disk_gb,
            system,
            status: "stopped".to_owned(),
            setup: Some(Setup { done_at, began_at: state.now }),
            change: None,
            suspended: None,
            created_at: state.now,
            started_at: state.now,
            hours: 0,
            ipv4: ipv4(index),
            ipv6: ipv6.then(|| if block == 64 { format!("{prefix}::/64") } else { format!("{prefix}::1") }),
            memory_used_mb: plan.memory_mb / 10,
            passwords: super::passwords::fresh(&mut state.rng),
        };
        let reply = Reply::ok(&json!({"success": true, "uuid": server.uuid}));
        state.servers.push(server);
        reply
    }))
}

/// The plan and the zone that an offer's id stands for. Offers of a sold-out zone are not to be had.
pub(super) fn offer(id: &str) -> Result<(&'static Plan, &'static Zone), Reply> {
    let all = plans::ALL.into_iter().flat_map(|plan| zones::ALL.into_iter().map(move |zone| (plan, zone)));
    let found = all.into_iter().find(|(plan, zone)| plan.offer_id(zone) == id);
    let (plan, zone) = found.ok_or_else(|| refuse(422, "invalid_offer", "The offer does not exist."))?;
    if zone.sold_out {
        return Err(refuse(409, "sold_out", "This offer is sold out."));
    }
    Ok((plan, zone))
}

/// Windows needs a plan that includes it, and such a plan is for nothing else.
pub(super) fn system(id: &str, plan: &Plan) -> Result<&'static System, Reply> {
    let found = systems::ALL.into_iter().find(|system| system.id == id);
    let system = found.ok_or_else(|| refuse(422, "invalid_system", "The system does not exist."))?;
    if system.windows != plan.windows {
        return Err(refuse(422, "invalid_system", "The system is not available for this offer."));
    }
    Ok(system)
}
