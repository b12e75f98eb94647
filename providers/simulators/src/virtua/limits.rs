//! `GET /cloud/limits`: what is used and what is allowed. Only the number of servers is a number.

use serde_json::json;

use super::state::{Server, State};
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("cloud/limits", show)];

fn show(_: &Call, state: &State) -> Outcome {
    let sum = |each: fn(&Server) -> u32| state.servers.iter().map(each).map(u64::from).sum::<u64>();
    let with_ipv6 = state.servers.iter().filter(|server| server.ipv6.is_some()).count();
    Ok(Reply::ok(&json!({
        "success": true,
        "usage": {
            "cloud_servers": state.servers.len(),
            "vcpus": sum(|server| server.plan.vcpus).to_string(),
            "memory_size": sum(|server| server.plan.memory_mb).to_string(),
            "root_space": sum(|server| server.disk_gb).to_string(),
            "ip_address_v4": state.servers.len().to_string(),
            "ip_address_v6": with_ipv6.to_string(),
        },
        "limits": {"cloud_servers": state.server_limit.to_string(), "smtp_enabled": "1"},
    })))
}
