//! VMs behind a balancer: `…/targets` and one of them by the VM's uuid.

use serde_json::Value;

use super::{answered, wanted as balancer_of};
use crate::http::{Call, Reply};
use crate::warren::errors::{error, message, unknown_vm};
use crate::warren::state::{State, Target, Work};

/// Answers with the target alone.
pub(super) fn add(call: &Call, state: &State) -> Result<Work, Reply> {
    let balancer = balancer_of(call, state)?;
    let (vm_uuid, private_ipv4) = wanted(call, state, call.json.as_ref().unwrap_or(&Value::Null))?;
    if balancer.targets.iter().any(|target| target.vm_uuid == vm_uuid) {
        return Err(error(400, "target_uuid", "Target is already added."));
    }
    let created_at = state.now;
    Ok(answered("target", balancer, call, move |balancer| {
        let target = Target { vm_uuid, private_ipv4, created_at };
        let reply = Reply::ok(&target.wire());
        balancer.targets.push(target);
        reply
    }))
}

pub(super) fn remove(call: &Call, state: &State) -> Result<Work, Reply> {
    let balancer = balancer_of(call, state)?;
    let uuid = call.captures.get(1).cloned().unwrap_or_default();
    if !balancer.targets.iter().any(|target| target.vm_uuid == uuid) {
        return Err(message(404, "Target not found"));
    }
    Ok(answered("unlink", balancer, call, move |balancer| {
        balancer.targets.retain(|target| target.vm_uuid != uuid);
        Reply::empty(200)
    }))
}

/// The VM that a target names, by its uuid and private address.
pub(super) fn wanted(call: &Call, state: &State, row: &Value) -> Result<(String, String), Reply> {
    let text = |name: &str| {
        let value = row.get(name).and_then(Value::as_str);
        value.ok_or_else(|| error(400, name, &format!("Required parameter '{name}' not supplied")))
    };
    let uuid = text("target_uuid")?;
    if text("target_type")? != "vm" {
        return Err(error(400, "target_type", "Invalid target type provided"));
    }
    let vm = state.location(call).and_then(|location| location.vm(uuid)).ok_or_else(|| unknown_vm(uuid))?;
    Ok((vm.uuid.clone(), vm.private_ipv4.clone()))
}
