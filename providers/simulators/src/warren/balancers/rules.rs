//! Forwarding rules of a balancer: `…/forwarding_rules` and one of them by its uuid.

use serde_json::{Value, json};

use super::{answered, wanted};
use crate::http::{Call, Reply};
use crate::warren::errors::{error, message};
use crate::warren::state::{Forwarding, State, Work};

/// Answers with the ports and without the rule's uuid, as documented.
pub(super) fn add(call: &Call, state: &State) -> Result<Work, Reply> {
    let balancer = wanted(call, state)?;
    let (source_port, target_port) = ports(call.json.as_ref().unwrap_or(&Value::Null))?;
    if balancer.rules.iter().any(|rule| rule.source_port == source_port) {
        return Err(taken(source_port));
    }
    let (slug, of) = (call.location.clone(), balancer.uuid.clone());
    Ok(Work::now("rule", &balancer.uuid, &balancer.name, move |state| {
        let (uuid, now) = (state.rng.uuid().to_string(), state.now);
        let Some(balancer) = state.location_mut(&slug).and_then(|at| at.balancer_mut(&of)) else {
            return super::unknown();
        };
        balancer.rules.push(Forwarding { uuid, source_port, target_port, created_at: now });
        balancer.updated_at = now;
        Reply::ok(&json!({"source_port": source_port, "target_port": target_port}))
    }))
}

pub(super) fn remove(call: &Call, state: &State) -> Result<Work, Reply> {
    let balancer = wanted(call, state)?;
    let uuid = call.captures.get(1).cloned().unwrap_or_default();
    if !balancer.rules.iter().any(|rule| rule.uuid == uuid) {
        return Err(message(404, "Forwarding rule not found"));
    }
    Ok(answered("drop", balancer, call, move |balancer| {
        balancer.rules.retain(|rule| rule.uuid != uuid);
        Reply::empty(200)
    }))
}

/// The ports of all rules of a new balancer.
pub(super) fn all(rows: &[Value]) -> Result<Vec<(u16, u16)>, Reply> {
    let mut found: Vec<(u16, u16)> = Vec::new();
    for row in rows {
        let ports = ports(row)?;
        if found.iter().any(|(source, _)| *source == ports.0) {
            return Err(taken(ports.0));
        }
        found.push(ports);
    }
    Ok(found)
}

fn ports(row: &Value) -> Result<(u16, u16), Reply> {
    Ok((port(row, "source_port")?, port(row, "target_port")?))
}

/// A number, or a text that is one.
fn port(row: &Value, name: &str) -> Result<u16, Reply> {
    let value = row.get(name).filter(|value| !value.is_null());
    let missing = || error(400, name, &format!("Required parameter '{name}' not supplied"));
    let text = match value.ok_or_else(missing)? {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let port = text.parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| error(400, name, "Invalid whole number provided"))
}

fn taken(port: u16) -> Reply {
    error(400, "source_port", &format!("Port {port} is already forwarded."))
}
