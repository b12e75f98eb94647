//! `GET pricing/policy`: prices per hour, in a currency that the reply does not name.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::money::number;
use super::state::State;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("pricing/policy", show)];

/// The documented rows, and some for what was seen to be priced. The words for addresses in use and for load
/// balancers are guesses.
fn show(_: &Call, state: &State) -> Outcome {
    let rates = state.brand.rates();
    let row = |id, kind: &str, price: Decimal, label: &str, unit: Option<(&str, Value)>| {
        row(id, kind, price * state.price_times, label, unit)
    };
    let storage = |id: u32, price: Decimal, name: &str, label: &str| {
        row(id, "STORAGE", price, label, Some(("serviceNameInUptime", json!(name))))
    };
    let service = |name: &str| Some(("serviceNameInUptime", json!(name)));
    Ok(Reply::ok(&json!({"policy": [
        row(1001, "CPU", rates.cpu, "1 CPU", Some(("numCpus", json!(1)))),
        row(1010, "RAM", rates.ram_512_mb, "0.5 GB RAM", Some(("megsRam", json!(512)))),
        row(1011, "RAM", rates.ram_1024_mb, "1 GB RAM", Some(("megsRam", json!(1024)))),
        storage(1021, rates.backup_gb, "backup", "Backup"),
        storage(1022, rates.snapshot_gb, "snapshot", "Snapshot"),
        storage(1023, rates.storage_gb, "main", "Storage"),
        storage(1024, rates.block_gb, "block", "Block storage"),
        row(1030, "LICENSE", rates.windows_core, "Windows license per core per hour", service("windows")),
        row(
            1040,
            "OBJECT_STORAGE",
            rates.object_gb,
            "Object storage per gigabyte per hour",
            service("object_storage"),
        ),
        row(1050, "UNASSIGNED_FLOATING_IP", rates.idle_address, "Unassigned floating IP", None),
        row(1051, "FLOATING_IP", rates.address, "Floating IP", None),
        row(1060, "LOAD_BALANCER", rates.balancer, "Load balancer", None),
    ]})))
}

fn row(id: u32, kind: &str, price: Decimal, label: &str, unit: Option<(&str, Value)>) -> Value {
    let mut row = json!({
        "policyId": id,
        "price": number(price),
        "resourceType": kind,
        "serviceNameUserFriendly": label,
    });
    if let (Value::Object(fields), Some((name, value))) = (&mut row, unit) {
        fields.insert(name.to_owned(), value);
    }
    row
}
