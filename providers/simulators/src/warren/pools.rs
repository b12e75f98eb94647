//! `GET user-resource/host_pool/list`: the server classes of a location, with the limits of live services.

use serde_json::{Value, json};

use super::state::{Pool, State};
use crate::clock::stamp;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("user-resource/host_pool/list", list)];

fn list(call: &Call, state: &State) -> Outcome {
    let pools = state.location(call).into_iter().flat_map(|location| &location.pools);
    let rows: Vec<Value> = pools.zip(1..).map(wire).collect();
    Ok(Reply::ok(&Value::Array(rows)))
}

fn wire((pool, position): (&Pool, u32)) -> Value {
    json!({
        "created_at": stamp(pool.created_at),
        "description": pool.description,
        "is_default_designated": pool.default,
        "is_visible": true,
        "name": pool.name,
        "ui_position": position,
        "updated_at": stamp(pool.created_at),
        "uuid": pool.uuid,
        "storage_pool_uuid": pool.storage_uuid,
        "guest_limits": {
            "cpu": {"min": 2, "max": pool.max_cpu},
            "ram_mb": {"min": 2048, "max": pool.max_ram_mb},
            "disk_gb": {"min": 20, "max": 1000},
        },
    })
}
