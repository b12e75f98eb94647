//! `PATCH user-resource/vm`, `PATCH user-resource/vm/user` and `DELETE user-resource/vm`.

use std::time::Duration;

use serde_json::json;

use super::{free, rules};
use crate::http::{Call, Reply, Route};
use crate::warren::errors::{error, unknown_vm};
use crate::warren::fields::{required, whole_number};
use crate::warren::state::{Location, Pool, State, Vm, Work};
use crate::warren::work::hold;

pub(in crate::warren) static ROUTES: &[Route<State>] = &[
    Route::patch("user-resource/vm", modify),
    Route::patch("user-resource/vm/user", set_password),
    Route::delete("user-resource/vm", delete),
];

/// Seen on the smallest VM of a live service.
const DELETE: Duration = Duration::from_secs(1);
/// Nobody has measured these.
const RESIZE: Duration = Duration::from_secs(6);
const PASSWORD: Duration = Duration::from_secs(2);

/// "Currently only name, vcpu and ram can be changed": other fields are not looked at. The name changes at any time, vCPU and
/// memory only while the VM is stopped.
fn modify(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let name = call.param("name").map(str::to_owned);
    if name.as_deref().is_some_and(|name| name.trim().is_empty()) {
        return Err(error(400, "name", "Value must not be empty"));
    }
    let (vcpu, ram) = size(call, state, vm)?;
    let takes = if vcpu.or(ram).is_some() { RESIZE } else { Duration::ZERO };
    let (uuid, slug) = (vm.uuid.clone(), call.location.clone());
    Ok(hold("modify", [&vm.uuid], vm.name.as_str(), takes, move |state| {
        let now = state.now;
        let Some(vm) = state.location_mut(&slug).and_then(|location| location.vm_mut(&uuid)) else {
            return unknown_vm(&uuid);
        };
        vm.name = name.unwrap_or_else(|| vm.name.clone());
        vm.vcpu = vcpu.unwrap_or(vm.vcpu);
        vm.memory_mb = ram.unwrap_or(vm.memory_mb);
        vm.updated_at = Some(now);
        Reply::ok(&vm.wire())
    }))
}

/// The new size as far as one is asked for.
fn size(call: &Call, state: &State, vm: &Vm) -> Result<(Option<u32>, Option<u32>), Reply> {
    let (vcpu, ram) = (whole_number(call, "vcpu")?, whole_number(call, "ram")?);
    if vcpu.or(ram).is_none() {
        return Ok((None, None));
    }
    let same = |new: Option<u64>, old: u32| new.is_none_or(|new| new == u64::from(old));
    if same(vcpu, vm.vcpu) && same(ram, vm.memory_mb) {
        return Err(error(400, "Error", "Not changing vcpu and memory because values are same."));
    }
    if vm.running() {
        return Err(error(400, "Error", "Virtual machine must be stopped to change vcpu or ram."));
    }
    let pools = state.location(call).map_or(&[][..], |location: &Location| &location.pools);
    let pool: Option<&Pool> = pools.iter().find(|pool| pool.uuid == vm.pool_uuid);
    let pool = pool.ok_or_else(|| error(400, "Error", "Designated pool does not exist."))?;
    Ok((
        vcpu.map(|vcpu| rules::cpu(vcpu, pool, &vm.os_name)).transpose()?,
        ram.map(|ram| rules::ram(ram, pool, &vm.os_name)).transpose()?,
    ))
}

fn set_password(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let username = required(call, "username")?;
    rules::password(required(call, "password")?)?;
    if !vm.running() {
        return Err(error(400, "Error", "Virtual machine must be running to change the password."));
    }
    // Of the guest's users only the one that was made with it is known here; a VM made without one may have any.
    if username != vm.username && !vm.username.is_empty() {
        return Err(error(400, "username", &format!("User {username} does not exist.")));
    }
    let done = |_: &mut State| Reply::ok(&json!({"success": true}));
    Ok(hold("password", [&vm.uuid], vm.name.as_str(), PASSWORD, done))
}

/// The address stays, unassigned, and goes on billing.
fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let (uuid, slug) = (vm.uuid.clone(), call.location.clone());
    Ok(hold("delete", [&vm.uuid], vm.name.as_str(), DELETE, move |state| {
        let (now, along) = (state.now, state.addresses_go_along);
        let removed = state.location_mut(&slug).is_some_and(|location| {
            location.addresses.retain(|address| !(along && address.belongs_to(&uuid)));
            location.remove_vm(&uuid, now)
        });
        match removed {
            true => Reply::ok(&json!({"success": true})),
            false => unknown_vm(&uuid),
        }
    }))
}
