//! `POST user-resource/vm/start` and `/stop`: the caller waits until the machine is in its new state.
//!
//! The platform has no restart.

use std::time::Duration;

use super::errors::unknown_vm;
use super::fields::truth;
use super::state::{State, Vm, Work};
use super::vm::free;
use super::work::hold;
use crate::http::{Call, Reply, Route};

pub(super) static ROUTES: &[Route<State>] =
    &[Route::post("user-resource/vm/start", start), Route::post("user-resource/vm/stop", stop)];

/// Seen on the smallest VM of a live service.
const START: Duration = Duration::from_secs(4);
/// As above: the guest shuts itself down.
const STOP: Duration = Duration::from_secs(22);
/// Nobody has measured this one; it does not wait for the guest.
const FORCED_STOP: Duration = Duration::from_secs(3);

fn start(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let takes = if vm.running() { Duration::ZERO } else { START };
    Ok(work(call, vm, "start", "running", takes))
}

fn stop(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let takes = match (vm.running(), truth(call, "force")?) {
        (false, _) => Duration::ZERO,
        (true, true) => FORCED_STOP,
        (true, false) => STOP,
    };
    Ok(work(call, vm, "stop", "stopped", takes))
}

/// Setting a state that the VM has already is taken to succeed at once.
fn work(call: &Call, vm: &Vm, action: &'static str, status: &'static str, takes: Duration) -> Work {
    let (uuid, slug) = (vm.uuid.clone(), call.location.clone());
    hold(action, [&vm.uuid], &vm.name, takes, move |state| {
        let now = state.now;
        let Some(vm) = state.location_mut(&slug).and_then(|location| location.vm_mut(&uuid)) else {
            return unknown_vm(&uuid);
        };
        status.clone_into(&mut vm.status);
        vm.updated_at = Some(now);
        Reply::ok(&vm.wire())
    })
}
