//! `POST network/ip_addresses/{address}/assign` and `…/unassign`.

use super::{change, wanted};
use crate::http::{Call, Reply};
use crate::warren::balancers;
use crate::warren::errors::{error, message, unknown_vm};
use crate::warren::fields::required;
use crate::warren::state::{Assigned, State, Work};

/// Takes `vm_uuid`, or `assigned_to` with `assigned_to_resource_type`. An address that leads elsewhere is refused.
pub(super) fn assign(call: &Call, state: &State) -> Result<Work, Reply> {
    let address = wanted(call, state)?;
    let to = assignee(call, state)?;
    if address.assigned.is_some() && !address.belongs_to(&to.uuid) {
        let words = format!("Ip address {} is already assigned.", address.address);
        return Err(error(400, "Error", &words));
    }
    Ok(change("assign", address, call, move |address| {
        address.assigned = Some(to);
        address.unassigned_at = None;
    }))
}

/// The address stays, and bills more than before. One that leads nowhere is left as it is.
pub(super) fn unassign(call: &Call, state: &State) -> Result<Work, Reply> {
    let address = wanted(call, state)?;
    let now = state.now;
    Ok(change("unassign", address, call, move |address| {
        if address.assigned.take().is_some() {
            address.unassigned_at = Some(now);
        }
    }))
}

fn assignee(call: &Call, state: &State) -> Result<Assigned, Reply> {
    if let Some(uuid) = call.param("vm_uuid") {
        return vm(call, state, uuid);
    }
    let uuid = required(call, "assigned_to")?;
    match required(call, "assigned_to_resource_type")? {
        "virtual_machine" => vm(call, state, uuid),
        "load_balancer" => balancers::live(call, state, uuid)
            .map(|balancer| Assigned::balancer(&balancer.uuid, &balancer.private_address)),
        "service" => service(call, state, uuid),
        _ => Err(error(400, "assigned_to_resource_type", "Invalid resource type provided")),
    }
}

/// A managed service that stands in the call's location.
fn service(call: &Call, state: &State, uuid: &str) -> Result<Assigned, Reply> {
    let mut here = state.packages.iter().filter(|package| package.location == call.location);
    let package = here.find(|package| package.uuid == uuid && package.deleted_at.is_none());
    package
        .map(|package| Assigned::service(&package.uuid, &package.service_ip))
        .ok_or_else(|| message(404, "Service not found"))
}

fn vm(call: &Call, state: &State, uuid: &str) -> Result<Assigned, Reply> {
    let vm = state.location(call).and_then(|location| location.vm(uuid)).ok_or_else(|| unknown_vm(uuid))?;
    Ok(Assigned::vm(&vm.uuid, &vm.private_ipv4))
}
