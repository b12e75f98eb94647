//! Reading the rules that a call sends for a firewall.

use serde_json::Value;

use crate::http::{Call, Reply};
use crate::rng::Rng;
use crate::warren::errors::error;
use crate::warren::state::FirewallRule;

/// A rule that has no uuid yet.
pub(super) struct Draft {
    protocol: String,
    direction: String,
    ports: Option<(u16, u16)>,
    endpoints: Option<Vec<String>>,
}

/// The rules of a body; none when it has no `rules`.
pub(super) fn drafts(call: &Call) -> Result<Option<Vec<Draft>>, Reply> {
    let Some(rules) = call.json.as_ref().and_then(|body| body.get("rules")) else { return Ok(None) };
    match rules {
        Value::Null => Ok(None),
        Value::Array(rows) => rows.iter().map(draft).collect::<Result<_, _>>().map(Some),
        _ => Err(error(400, "rules", "Invalid JSON provided")),
    }
}

/// The rules with uuids of their own.
pub(super) fn made(drafts: Vec<Draft>, rng: &mut Rng) -> Vec<FirewallRule> {
    let mut rule = |draft: Draft| FirewallRule {
        uuid: rng.uuid().to_string(),
        protocol: draft.protocol,
        direction: draft.direction,
        ports: draft.ports,
        endpoints: draft.endpoints,
    };
    drafts.into_iter().map(&mut rule).collect()
}

fn draft(row: &Value) -> Result<Draft, Reply> {
    let endpoints = match one_of(row, "endpoint_spec_type", &["any", "ip_prefixes"])?.as_str() {
        "any" => None,
        _ => Some(prefixes(row)?),
    };
    Ok(Draft {
        protocol: one_of(row, "protocol", &["tcp", "udp", "icmp"])?,
        direction: one_of(row, "direction", &["inbound", "outbound"])?,
        ports: ports(row)?,
        endpoints,
    })
}

fn one_of(row: &Value, name: &str, known: &[&str]) -> Result<String, Reply> {
    let text = row.get(name).and_then(Value::as_str).unwrap_or_default();
    if known.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(error(400, name, &format!("Value must be one of: {}", known.join(", "))))
}

/// The last port is filled in from the first.
fn ports(row: &Value) -> Result<Option<(u16, u16)>, Reply> {
    let port = |name: &str| match row.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let port = value.as_u64().and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0);
            port.map(Some).ok_or_else(|| error(400, name, "Invalid whole number provided"))
        }
    };
    let Some(first) = port("port_start")? else { return Ok(None) };
    let last = port("port_end")?.unwrap_or(first);
    if last < first {
        return Err(error(400, "port_end", "port_end is smaller than port_start"));
    }
    Ok(Some((first, last)))
}

fn prefixes(row: &Value) -> Result<Vec<String>, Reply> {
    let rows = row.get("endpoint_spec").and_then(Value::as_array);
    let texts: Vec<String> =
        rows.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    if texts.is_empty() {
        return Err(error(400, "endpoint_spec", "Required parameter 'endpoint_spec' not supplied"));
    }
    Ok(texts)
}
