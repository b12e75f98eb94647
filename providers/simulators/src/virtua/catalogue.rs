//! `GET /offers`: the public catalogue, without a key, with validators for caches.

use std::hash::{DefaultHasher, Hash, Hasher};

use hyper::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use serde_json::{Value, json};

use super::plans::{self, Plan};
use super::state::State;
use super::zones;
use crate::http::{Call, Outcome, Reply, Route};
use crate::rate::Class;

pub(super) static ROUTES: &[Route<State>] = &[Route::read("offers", show).class(Class::Anonymous)];

fn show(call: &Call, _: &State) -> Outcome {
    let body = catalogue().to_string();
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let tag = format!("\"{:016x}\"", hasher.finish());
    let known = call.headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let fresh = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag || one.trim() == "*"));
    let reply = if fresh { Reply::empty(304) } else { Reply::new(200, "application/json", body) };
    Ok(reply.with(ETAG, &tag).with(CACHE_CONTROL, "public, max-age=300"))
}

/// Numbers are numbers here, unlike everywhere else at Virtua.
fn catalogue() -> Value {
    let zones: Vec<Value> = zones::ALL
        .into_iter()
        .map(|zone| {
            let state = if zone.sold_out { "sold_out" } else { "available" };
            json!({"code": zone.code, "city": zone.city, "country": zone.country, "state": state})
        })
        .collect();
    let plans: Vec<Value> = plans::ALL.into_iter().map(wire).collect();
    json!({
        "success": true,
        "currency": "EUR",
        "vat": "excluded",
        "billing": {
            "hourly": "prepaid balance",
            "period_months": [1, 3, 6, 12],
            "term_discount_percent": {"3": 5, "6": 10, "12": 15},
            "ipv6": "included",
        },
        "zones": zones,
        "plans": plans,
    })
}

fn wire(plan: &Plan) -> Value {
    let zones: Vec<Value> = zones::ALL
        .into_iter()
        .map(|zone| json!({"code": zone.code, "offer_id": plan.offer_id(zone)}))
        .collect();
    json!({
        "key": plan.key,
        "name": plan.name,
        "category": plan.category(),
        "os_family": if plan.windows { "windows" } else { "linux" },
        "cpu_family": plan.cpu_family,
        "vcpus": plan.vcpus,
        "memory_mb": plan.memory_mb,
        "disk_gb": plan.disk_gb,
        "disk_type": plan.disk_type,
        "bandwidth_mbps": plan.bandwidth_mbps,
        "port_mbps": 1000,
        "price_hour": plan.price_hour,
        "price_month": plan.price_month,
        "extra_ipv4_max": 4,
        "extra_ipv4_price_hour": "0.00347000",
        "extra_ipv4_price_month": "2.50",
        "ipv6_max_block_size": 64,
        "zones": zones,
    })
}
