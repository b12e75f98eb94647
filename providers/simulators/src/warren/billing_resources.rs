//! Which machines a billing account pays for, and letting another one pay.

use serde_json::{Value, json};

use super::billing::{existing, own};
use super::errors::{error, unknown_vm};
use super::fields::required_number;
use super::state::{Location, State, Vm, Work};
use super::vm::wanted;
use crate::http::{Call, Encoding, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("user-resource/billing_resources", list),
    Route::post("user-resource/resource_billing", set).takes(Encoding::Form),
];

/// Of the types of resource only `vm` is documented, the default; others are empty here.
fn list(call: &Call, state: &State) -> Outcome {
    let id = own(call, existing(state, required_number(call, "id")?)?)?;
    let machines = call.param("resource_type").is_none_or(|kind| kind == "vm");
    let rows = state.location(call).filter(|_| machines).into_iter().flat_map(|location| {
        location.vms.iter().filter(move |vm| vm.billing_account == id).map(|vm| row(vm, location))
    });
    Ok(Reply::ok(&rows.collect::<Value>()))
}

/// A machine as this list prints it: with its public address, without an IPv6 one.
fn row(vm: &Vm, location: &Location) -> Value {
    let mut row = vm.wire();
    let public = location.addresses.iter().find(|address| address.belongs_to(&vm.uuid));
    if let Value::Object(fields) = &mut row {
        fields.insert("hypervisor_id".to_owned(), Value::Null);
        fields.insert("public_ipv4".to_owned(), json!(public.map(|address| &address.address)));
        fields.remove("public_ipv6");
        if let Some(Value::Array(disks)) = fields.get_mut("storage") {
            for disk in disks.iter_mut().filter_map(Value::as_object_mut) {
                disk.insert("public_ipv4".to_owned(), Value::Null);
            }
        }
    }
    row
}

/// The machine is charged to the account from the running hour on. Answers with the machine, which is a guess.
fn set(call: &Call, state: &State) -> Result<Work, Reply> {
    let id = own(call, existing(state, required_number(call, "billing_account_id")?)?)?;
    if call.param("resource_type").is_some_and(|kind| kind != "vm") {
        return Err(error(400, "resource_type", "Invalid resource type"));
    }
    let vm = wanted(call, state)?;
    let (slug, uuid) = (call.location.clone(), vm.uuid.clone());
    Ok(Work::now("payer", &vm.uuid, &vm.name, move |state| {
        let Some(vm) = state.location_mut(&slug).and_then(|location| location.vm_mut(&uuid)) else {
            return unknown_vm(&uuid);
        };
        vm.billing_account = id;
        Reply::ok(&vm.wire())
    }))
}
