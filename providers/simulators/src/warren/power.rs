//! `POST user-resource/vm/start` and `/stop`: the caller waits until the machine is in its new state.
//!
//! The platform has no restart.

use std::time::Duration;

use super::errors::{locked_vm, required, truth, unknown_vm};
use super::state::{State, Vm};
use crate::clock;
use crate::http::{Call, Reply, Route, Work};

pub(super) static ROUTES: &[Route<State>] =
    &[Route::post("user-resource/vm/start", start), Route::post("user-resource/vm/stop", stop)];

/// Seen on the smallest VM of a live service.
const START: Duration = Duration::from_secs(4);
/// As above: the guest shuts itself down.
const STOP: Duration = Duration::from_secs(22);
/// Nobody has measured this one; it does not wait for the guest.
const FORCED_STOP: Duration = Duration::from_secs(3);

fn start(call: &Call, state: &State) -> Result<Work<State>, Reply> {
    let vm = free(call, state)?;
    let takes = if vm.running() { Duration::ZERO } else { START };
    Ok(work(call, vm, "start", "running", takes))
}

fn stop(call: &Call, state: &State) -> Result<Work<State>, Reply> {
    let vm = free(call, state)?;
    let takes = match (vm.running(), truth(call, "force")?) {
        (false, _) => Duration::ZERO,
        (true, true) => FORCED_STOP,
        (true, false) => STOP,
    };
    Ok(work(call, vm, "stop", "stopped", takes))
}

/// The VM, unless another write holds it.
fn free<'a>(call: &Call, state: &'a State) -> Result<&'a Vm, Reply> {
    let uuid = required(call, "uuid")?;
    let vm = state.location(call).and_then(|location| location.vm(uuid)).ok_or_else(|| unknown_vm(uuid))?;
    if vm.locked { Err(locked_vm()) } else { Ok(vm) }
}

/// Setting a state that the VM has already is taken to succeed at once.
fn work(call: &Call, vm: &Vm, action: &'static str, status: &'static str, takes: Duration) -> Work<State> {
    let (uuid, slug) = (vm.uuid.clone(), call.location.clone());
    let (held, held_in) = (uuid.clone(), slug.clone());
    Work {
        action,
        subject: uuid.clone(),
        name: vm.name.clone(),
        takes,
        blocks: true,
        begin: Box::new(move |state, _| {
            if let Some(vm) = state.location_mut(&held_in).and_then(|location| location.vm_mut(&held)) {
                vm.locked = true;
            }
        }),
        finish: Box::new(move |state| {
            let Some(vm) = state.location_mut(&slug).and_then(|location| location.vm_mut(&uuid)) else {
                return unknown_vm(&uuid);
            };
            vm.locked = false;
            status.clone_into(&mut vm.status);
            vm.updated_at = Some(clock::now());
            Reply::ok(&vm.wire())
        }),
    }
}
