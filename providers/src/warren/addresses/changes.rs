//! What is done to floating IPs, as requests, and what the answers tell.

use domain::change::{AddressChange, AssignTo};
use serde_json::{Map, Value, json};

use super::{ALL, map, wire};
use crate::family::Applied;
use crate::http::{Call, Pace, Reply};

/// The older calls.
const PUBLIC: &str = "user-resource/vm/ip/public";

/// The request that makes the change. Where it names a second thing, "no such thing" may be about that, so it does
/// not mean that the address is gone.
pub(in crate::warren) fn call(change: &AddressChange) -> Call {
    let call = match change {
        AddressChange::Create { name, billing_account } => {
            Call::post("addresses.create", ALL).json(body(name.as_deref(), *billing_account))
        }
        AddressChange::Update { id, name, billing_account } => {
            let call = Call::patch("addresses.update", ALL)
                .part(&id.0)
                .json(body(name.as_deref(), *billing_account));
            if billing_account.is_none() { call.exact() } else { call }
        }
        AddressChange::Delete { id } => Call::delete("addresses.delete", ALL).part(&id.0).exact(),
        AddressChange::Assign { id, to } => {
            let to = match to {
                AssignTo::Server(server) => json!({"vm_uuid": server.0}),
                AssignTo::Resource { id, kind } => {
                    json!({"assigned_to": id.0, "assigned_to_resource_type": map::word(kind)})
                }
            };
            Call::post("addresses.assign", ALL).part(&id.0).part("assign").json(to)
        }
        AddressChange::Unassign { id } => {
            Call::post("addresses.unassign", ALL).part(&id.0).part("unassign").exact()
        }
        AddressChange::DeprecatedReserve { server } => {
            Call::post("addresses.deprecated_reserve", PUBLIC).field("uuid", &server.0)
        }
        AddressChange::DeprecatedRelease { server } => {
            Call::delete("addresses.deprecated_release", PUBLIC).field("uuid", &server.0)
        }
    };
    // How long a network takes to learn a new way is not documented, and giving up early leaves it unknown.
    call.located().pace(Pace::Power)
}

/// What is not said is not sent: null might erase it.
fn body(name: Option<&str>, billing_account: Option<u64>) -> Value {
    let mut body = Map::new();
    if let Some(name) = name {
        body.insert("name".to_owned(), Value::from(name));
    }
    if let Some(account) = billing_account {
        body.insert("billing_account_id".to_owned(), Value::from(account));
    }
    Value::Object(body)
}

/// A create answers with the address. The older call answers with the server, which does not show it.
pub(in crate::warren) fn applied(change: &AddressChange, reply: &Reply) -> Applied {
    match change {
        AddressChange::Create { .. } => {
            let row = reply.object::<wire::FloatingIp>("address").ok();
            Applied::made(row.and_then(|row| row.address.owned()))
        }
        _ => Applied::done(),
    }
}
