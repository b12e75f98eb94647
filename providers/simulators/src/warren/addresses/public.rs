//! The older calls `POST` and `DELETE user-resource/vm/ip/public`. Both answer with the VM, which does not show its
//! address.

use crate::http::{Call, Reply};
use crate::warren::errors::unknown_vm;
use crate::warren::state::{Assigned, State, Work};
use crate::warren::vm::free;

/// Reserves an address and assigns it to the VM, whose billing account pays.
pub(super) fn reserve(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let (slug, uuid) = (call.location.clone(), vm.uuid.clone());
    Ok(Work::now("reserve", &vm.uuid, &vm.name, move |state| {
        let found = state.location_mut(&slug).and_then(|location| location.vm(&uuid));
        let Some(vm) = found else { return unknown_vm(&uuid) };
        let (to, payer) = (Assigned::vm(&vm.uuid, &vm.private_ipv4), vm.billing_account);
        let reply = Reply::ok(&vm.wire());
        state.reserve_address(&slug, String::new(), payer, Some(to));
        reply
    }))
}

/// Takes the VM's addresses from it. They stay reserved.
pub(super) fn release(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let (slug, uuid, reply) = (call.location.clone(), vm.uuid.clone(), Reply::ok(&vm.wire()));
    Ok(Work::now("release", &vm.uuid, &vm.name, move |state| {
        let now = state.now;
        for address in state.location_mut(&slug).into_iter().flat_map(|location| &mut location.addresses) {
            address.release_from(&uuid, now);
        }
        reply
    }))
}
