//! `POST network/load_balancers`: rules and targets come with it, and an address unless it is declined.

use std::time::Duration;

use serde_json::Value;

use super::{rules, targets, unknown};
use crate::http::{Call, Reply};
use crate::platform::Stock;
use crate::warren::billing::payer;
use crate::warren::errors::{message, stock, unknown_network};
use crate::warren::fields::truth_if_sent;
use crate::warren::state::{Assigned, Balancer, Forwarding, State, Target, Work};

/// How long a machine takes that balances loads. A guess: no source tells.
const CREATE: Duration = Duration::from_secs(20);

/// Fails inside when `targets` is missing, as a live service was seen to do. A reserved address is paid by the
/// balancer's own billing account.
pub(super) fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let billing_account = payer(call, state)?;
    let Some(wanted) = list(call, "targets") else { return Err(stock(&Stock::Internal)) };
    let members =
        wanted.iter().map(|row| targets::wanted(call, state, row)).collect::<Result<Vec<_>, _>>()?;
    let forwards = rules::all(list(call, "rules").map_or(&[][..], Vec::as_slice))?;
    let reserves = truth_if_sent(call, "reserve_public_ip")?.unwrap_or(true);
    let location = state.location(call).ok_or_else(unknown_network)?;
    let network = match call.param("network_uuid").filter(|uuid| !uuid.is_empty()) {
        Some(uuid) => location.network(uuid),
        None => location.default_network(),
    };
    let network = network.ok_or_else(unknown_network)?.uuid.clone();
    let name = call.body.get("display_name").filter(|name| !name.is_empty()).unwrap_or("load-balancer");
    let (name, slug) = (name.to_owned(), call.location.clone());
    let called = name.clone();
    Ok(Work::blocking(
        "create",
        &called,
        &called,
        CREATE,
        |_| {},
        move |state| {
            let (now, user_id, uuid) = (state.now, state.user.id, state.rng.uuid().to_string());
            let mut forwarding = |(source_port, target_port)| Forwarding {
                uuid: state.rng.uuid().to_string(),
                source_port,
                target_port,
                created_at: now,
            };
            let rules = forwards.into_iter().map(&mut forwarding).collect();
            let Some(location) = state.location_mut(&slug) else { return unknown() };
            let Some(network) = location.network(&network) else { return unknown_network() };
            let Some(private_address) = location.free_private_ipv4(network) else {
                return message(400, "Network has no free addresses.");
            };
            let target = |(vm_uuid, private_ipv4)| Target { vm_uuid, private_ipv4, created_at: now };
            let balancer = Balancer {
                uuid: uuid.clone(),
                name: name.clone(),
                network_uuid: network.uuid.clone(),
                user_id,
                billing_account,
                private_address: private_address.clone(),
                rules,
                targets: members.into_iter().map(target).collect(),
                created_at: now,
                updated_at: now,
                deleted_at: None,
            };
            let reply = Reply::ok(&balancer.wire());
            location.balancers.push(balancer);
            if reserves {
                let to = Assigned::balancer(&uuid, &private_address);
                state.reserve_address(&slug, name, billing_account, Some(to));
            }
            reply
        },
    ))
}

fn list<'a>(call: &'a Call, name: &str) -> Option<&'a Vec<Value>> {
    call.json.as_ref()?.get(name)?.as_array()
}
