//! `GET user-resource/vm/list` and `GET user-resource/vm?uuid=`: only the VMs of the call's location. What changes VMs
//! is in `create`, `change` and `system`.

pub(super) mod change;
pub(super) mod create;
mod place;
mod rules;
pub(super) mod system;

use serde_json::Value;

use super::errors::{unknown_vm, unlocked};
use super::fields::{required, whole_number};
use super::state::{State, Vm};
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] =
    &[Route::read("user-resource/vm/list", list), Route::read("user-resource/vm", show)];

fn list(call: &Call, state: &State) -> Outcome {
    let account = whole_number(call, "billing_account_id")?;
    let vms = state.location(call).into_iter().flat_map(|location| &location.vms);
    let shown: Vec<Value> =
        vms.filter(|vm| account.is_none_or(|id| vm.billing_account == id)).map(Vm::wire).collect();
    Ok(Reply::ok(&Value::Array(shown)))
}

fn show(call: &Call, state: &State) -> Outcome {
    Ok(Reply::ok(&wanted(call, state)?.wire()))
}

/// The VM whose `uuid` the call names.
pub(super) fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a Vm, Reply> {
    let uuid = required(call, "uuid")?;
    state.location(call).and_then(|location| location.vm(uuid)).ok_or_else(|| unknown_vm(uuid))
}

/// As [`wanted`], unless another write holds it.
pub(super) fn free<'a>(call: &Call, state: &'a State) -> Result<&'a Vm, Reply> {
    let vm = wanted(call, state)?;
    unlocked(state, &vm.uuid, "Virtual machine")?;
    Ok(vm)
}
