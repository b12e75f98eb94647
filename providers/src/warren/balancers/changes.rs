//! What is done to load balancers, as requests, and what the answers tell.

use domain::change::{BalancerChange, ForwardedPort, NewBalancer};
use serde_json::{Value, json};

use super::{ALL, wire};
use crate::family::Applied;
use crate::http::{Call, Pace, Reply};

/// The request that makes the change. Where it names a second thing, "no such thing" may be about that, so it does
/// not mean that the balancer is gone.
pub(in crate::warren) fn call(change: &BalancerChange) -> Call {
    let call = match change {
        BalancerChange::Create(new) => Call::post("balancers.create", ALL).json(create(new)).pace(Pace::Slow),
        BalancerChange::Rename { id, name } => {
            Call::patch("balancers.rename", ALL).part(&id.0).json(json!({"display_name": name})).exact()
        }
        BalancerChange::Delete { id } => {
            Call::delete("balancers.delete", ALL).part(&id.0).exact().pace(Pace::Power)
        }
        BalancerChange::AddTarget { id, target } => {
            Call::post("balancers.add_target", ALL).part(&id.0).part("targets").json(member(&target.0))
        }
        BalancerChange::RemoveTarget { id, target } => {
            Call::delete("balancers.remove_target", ALL).part(&id.0).part("targets").part(&target.0)
        }
        BalancerChange::AddRule { id, ports } => Call::post("balancers.add_rule", ALL)
            .part(&id.0)
            .part("forwarding_rules")
            .json(forwarded(ports))
            .exact(),
        BalancerChange::RemoveRule { id, rule } => {
            Call::delete("balancers.remove_rule", ALL).part(&id.0).part("forwarding_rules").part(&rule.0)
        }
        BalancerChange::SetBillingAccount { id, billing_account } => {
            Call::put("balancers.set_billing_account", ALL)
                .part(&id.0)
                .part("billing_account")
                .json(json!({"set_id": billing_account}))
        }
    };
    call.located()
}

/// `targets` and `rules` are always there: without targets a live service fails (`facts.md`, "Errors").
fn create(new: &NewBalancer) -> Value {
    let mut body = json!({
        "reserve_public_ip": new.public_ip,
        "rules": new.rules.iter().map(forwarded).collect::<Value>(),
        "targets": new.targets.iter().map(|target| member(&target.0)).collect::<Value>(),
    });
    let optional = [
        ("display_name", new.name.clone().map(Value::from)),
        ("billing_account_id", new.billing_account.map(Value::from)),
        ("network_uuid", new.network.as_ref().map(|network| Value::from(network.0.as_str()))),
    ];
    if let Value::Object(fields) = &mut body {
        fields.extend(optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    body
}

fn member(server: &str) -> Value {
    json!({"target_uuid": server, "target_type": "vm"})
}

fn forwarded(ports: &ForwardedPort) -> Value {
    json!({"source_port": ports.source_port, "target_port": ports.target_port})
}

/// A create answers with the balancer. A new rule's answer has its ports and no id.
pub(in crate::warren) fn applied(change: &BalancerChange, reply: &Reply) -> Applied {
    match change {
        BalancerChange::Create(_) => {
            let row = reply.object::<wire::Balancer>("load balancer").ok();
            Applied::made(row.and_then(|row| row.uuid.owned()))
        }
        _ => Applied::done(),
    }
}
