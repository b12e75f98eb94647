//! `GET pricing/policy`: prices per hour, in a currency that the reply does not name.

use serde_json::json;

use super::state::State;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("pricing/policy", show)];

fn show(_: &Call, state: &State) -> Outcome {
    let rates = state.brand.rates();
    let storage = |id: u32, price: f64, name: &str, label: &str| {
        json!({
            "policyId": id,
            "price": price,
            "resourceType": "STORAGE",
            "serviceNameInUptime": name,
            "serviceNameUserFriendly": label,
        })
    };
    Ok(Reply::ok(&json!({"policy": [
        {
            "numCpus": 1,
            "policyId": 1001,
            "price": rates.cpu,
            "resourceType": "CPU",
            "serviceNameUserFriendly": "1 CPU",
        },
        {
            "megsRam": 512,
            "policyId": 1010,
            "price": rates.ram_512_mb,
            "resourceType": "RAM",
            "serviceNameUserFriendly": "0.5 GB RAM",
        },
        {
            "megsRam": 1024,
            "policyId": 1011,
            "price": rates.ram_1024_mb,
            "resourceType": "RAM",
            "serviceNameUserFriendly": "1 GB RAM",
        },
        storage(1021, rates.backup_gb, "backup", "Backup"),
        storage(1022, rates.snapshot_gb, "snapshot", "Snapshot"),
        storage(1023, rates.storage_gb, "main", "Storage"),
        {
            "policyId": 1030,
            "price": rates.windows_core,
            "resourceType": "LICENSE",
            "serviceNameInUptime": "windows",
            "serviceNameUserFriendly": "Windows license per core per hour",
        },
        {
            "policyId": 1040,
            "price": rates.object_gb,
            "resourceType": "OBJECT_STORAGE",
            "serviceNameInUptime": "object_storage",
            "serviceNameUserFriendly": "Object storage per gigabyte per hour",
        },
        {
            "policyId": 1050,
            "price": rates.idle_address,
            "resourceType": "UNASSIGNED_FLOATING_IP",
            "serviceNameUserFriendly": "Unassigned floating IP",
        },
    ]})))
}
