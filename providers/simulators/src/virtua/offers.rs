//! `GET /cloud/offers`: one row per plan and zone, everything a string.

use serde_json::{Value, json};

use super::plans::{self, Plan};
use super::state::{State, flag};
use super::zones::{self, Zone};
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("cloud/offers", list)];

fn list(_: &Call, _: &State) -> Outcome {
    let open = || zones::ALL.into_iter().filter(|zone| !zone.sold_out);
    let offers: Vec<Value> =
        plans::ALL.into_iter().flat_map(|plan| open().map(move |zone| wire(plan, zone))).collect();
    Ok(Reply::ok(&json!({"success": true, "offers": offers})))
}

fn wire(plan: &Plan, zone: &Zone) -> Value {
    json!({
        "uuid": plan.offer_id(zone),
        "category": plan.category(),
        "name": plan.name,
        "price_month": plan.price_month,
        "price_hour": plan.price_hour,
        "additional_root_space_price_month": "1.80",
        "additional_root_space_price_hour": "0.00000070",
        "vcpus": plan.vcpus.to_string(),
        "cpu_family": plan.cpu_family,
        "memory_size": plan.memory_mb.to_string(),
        "root_space": plan.disk_gb.to_string(),
        "root_disk_type": plan.disk_type,
        "bandwidth": plan.bandwidth_mbps.to_string(),
        "is_windows_included": flag(plan.windows),
        "additional_ipv4_addresses_max": "4",
        "additional_ipv4_addresses_price_hour": "0.00347000",
        "additional_ipv4_addresses_price_month": "2.50",
        "cloud_zone": zone.wire(),
    })
}
