//! `GET /cloud-server` and `GET /cloud-server/{uuid}`.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::errors::unknown_server;
use super::state::{Server, State, flag};
use crate::clock::stamp;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] =
    &[Route::read("cloud-server", list), Route::read("cloud-server/{uuid}", show)];

fn list(call: &Call, state: &State) -> Outcome {
    let servers: Vec<Value> = state.servers.iter().map(|server| wire(server, call.now)).collect();
    Ok(Reply::ok(&json!({"success": true, "cloud_servers": servers})))
}

/// The fields lie flat beside `success`, as documented, and once more below `cloud_server`, where a client in use
/// looks for them.
fn show(call: &Call, state: &State) -> Outcome {
    let server = state.server(call.capture()).ok_or_else(|| unknown_server(state.unknown))?;
    let mut body = wire(server, call.now);
    let nested = body.clone();
    if let Value::Object(fields) = &mut body {
        fields.insert("success".to_owned(), Value::Bool(true));
        fields.insert("cloud_server".to_owned(), nested);
    }
    Ok(Reply::ok(&body))
}

fn wire(server: &Server, now: OffsetDateTime) -> Value {
    let plan = server.plan;
    let uptime = if server.running() { (now - server.started_at).whole_seconds().max(0) } else { 0 };
    let used = |value: u32| if server.running() { value.to_string() } else { "0".to_owned() };
    json!({
        "uuid": server.uuid,
        "name": server.name,
        "label": server.label,
        "offer": {
            "uuid": plan.offer_id(server.zone),
            "category": plan.category(),
            "name": plan.name,
            "price_month": plan.price_month,
            "price_hour": plan.price_hour,
        },
        "start_time": stamp(server.created_at),
        // Filled although the server still runs, as in the documented sample.
        "end_time": stamp(now),
        "monthly_usage": format!("{:.30}", server.usage()),
        "short_description": null,
        "is_suspended": flag(server.suspended.is_some()),
        "suspension_reason": server.suspended,
        "cloud_zone": server.zone.wire(),
        "vcpus": plan.vcpus.to_string(),
        "vcpus_used": used(1),
        "memory_size": plan.memory_mb.to_string(),
        "memory_size_used": used(server.memory_used_mb),
        "root_space": server.disk_gb.to_string(),
        "root_disk_type": plan.disk_type,
        "status": server.status,
        "is_error": flag(server.status == "error"),
        "is_setup": flag(server.setup.is_none()),
        "system": {"uuid": server.system.id, "name": server.system.name},
        "uptime": uptime.to_string(),
        "vm_type": "qemu",
        "setup_step": server.setup_step(now),
        "netboot_on": null,
        "netboot_is_setup": "1",
        "is_smtp_allowed": flag(!server.system.windows),
        "hostname": server.hostname,
        "is_setup_at": stamp(server.created_at),
        "is_ipv6_enabled": flag(server.ipv6.is_some()),
        "is_processing": flag(server.change.is_some() || server.setup.is_some()),
        "ssh_keys": null,
        "keyboard": if server.system.windows { "fr" } else { "us" },
        // No source names the address fields; these names follow those of `/cloud/limits`.
        "ip_address_v4": server.ipv4,
        "ip_address_v6": server.ipv6,
    })
}
