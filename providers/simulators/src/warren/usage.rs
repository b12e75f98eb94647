//! `GET charging/usage`: what the running month has used.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::billing::{existing, own};
use super::fields::required_number;
use super::money::number;
use super::state::{Meter, MeterKey, State};
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[Route::read("charging/usage", list)];

fn list(call: &Call, state: &State) -> Outcome {
    let account = own(call, existing(state, required_number(call, "billing_account_id")?)?)?;
    let meters = state.books.meters.iter().filter(|(key, _)| key.account == account);
    Ok(Reply::ok(&meters.map(|(key, meter)| row(key, meter, state)).collect::<Value>()))
}

fn row(key: &MeterKey, meter: &Meter, state: &State) -> Value {
    let hours = Decimal::from(meter.hours);
    let configurations = meter.configuration.iter().map(|size| {
        json!({
            "cpus": size.cpus,
            "disk_size_GB": size.disk_gb,
            "os_name": size.os_name,
            "ram_MB": size.ram_mb,
            "vm_name": size.vm_name,
        })
    });
    json!({
        "billing_account_id": key.account,
        "configurations": configurations.collect::<Vec<_>>(),
        "cost": number(key.price * hours),
        "description": key.name,
        "hours": number(hours),
        "owner_uuid": key.owner,
        "price": number(key.price),
        "price_unit": "h",
        "uptime_types": meter.types,
        "user_id": state.user.id,
    })
}
