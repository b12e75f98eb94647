//! Firewalls: `network/firewalls`. In no document, but in use. There is no read of a single one, and an update
//! replaces all its rules.

mod rules;

use serde_json::Value;

use super::billing::payer;
use super::errors::{message, unknown_vm};
use super::fields::{json_text, required};
use super::state::{Firewall, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

const ALL: &str = "network/firewalls";
const ONE: &str = "network/firewalls/{uuid}";
const VMS: &str = "network/firewalls/{uuid}/vms";

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read(ALL, list),
    Route::post(ALL, create).takes(Encoding::Json),
    Route::put(ONE, replace).takes(Encoding::Json),
    Route::delete(ONE, delete).takes(Encoding::None),
    Route::post(VMS, attach).takes(Encoding::None),
    Route::delete(VMS, detach).takes(Encoding::None),
];

fn list(call: &Call, state: &State) -> Outcome {
    let firewalls = state.location(call).into_iter().flat_map(|location| &location.firewalls);
    Ok(Reply::ok(&firewalls.map(Firewall::wire).collect::<Value>()))
}

fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let billing_account = payer(call, state)?;
    let name = json_text(call, "display_name")?.to_owned();
    let description = call.body.get("description").unwrap_or_default().to_owned();
    let drafts = rules::drafts(call)?.unwrap_or_default();
    let (slug, called) = (call.location.clone(), name.clone());
    Ok(Work::now("create", &called, &called, move |state| {
        let firewall = Firewall {
            uuid: state.rng.uuid().to_string(),
            name,
            description,
            billing_account,
            user_id: state.user.id,
            rules: rules::made(drafts, &mut state.rng),
            vm_uuids: Vec::new(),
            created_at: state.now,
        };
        let reply = Reply::ok(&firewall.wire());
        if let Some(location) = state.location_mut(&slug) {
            location.firewalls.push(firewall);
        }
        reply
    }))
}

/// Takes `name`, although reads show `display_name`; one client sends that. Rules that are not sent stay.
fn replace(call: &Call, state: &State) -> Result<Work, Reply> {
    let firewall = wanted(call, state)?;
    let name = call.body.get("name").or_else(|| call.body.get("display_name")).map(str::to_owned);
    let description = call.body.get("description").map(str::to_owned);
    let drafts = rules::drafts(call)?;
    let (slug, uuid) = (call.location.clone(), firewall.uuid.clone());
    Ok(Work::now("update", &firewall.uuid, &firewall.name, move |state| {
        let rules = drafts.map(|drafts| rules::made(drafts, &mut state.rng));
        let Some(firewall) = find(state, &slug, &uuid) else { return unknown() };
        firewall.name = name.unwrap_or_else(|| firewall.name.clone());
        firewall.description = description.unwrap_or_else(|| firewall.description.clone());
        if let Some(rules) = rules {
            firewall.rules = rules;
        }
        Reply::ok(&firewall.wire())
    }))
}

fn delete(call: &Call, state: &State) -> Result<Work, Reply> {
    let firewall = wanted(call, state)?;
    let (slug, uuid) = (call.location.clone(), firewall.uuid.clone());
    Ok(Work::now("delete", &firewall.uuid, &firewall.name, move |state| {
        if let Some(location) = state.location_mut(&slug) {
            location.firewalls.retain(|firewall| firewall.uuid != uuid);
        }
        Reply::empty(204)
    }))
}

/// Answers with all VMs that it is attached to.
fn attach(call: &Call, state: &State) -> Result<Work, Reply> {
    let firewall = wanted(call, state)?;
    let wanted = required(call, "vm_uuid")?;
    let vm = state.location(call).and_then(|location| location.vm(wanted));
    let vm = vm.ok_or_else(|| unknown_vm(wanted))?.uuid.clone();
    let (slug, uuid) = (call.location.clone(), firewall.uuid.clone());
    Ok(Work::now("attach", &firewall.uuid, &firewall.name, move |state| {
        let Some(firewall) = find(state, &slug, &uuid) else { return unknown() };
        if !firewall.vm_uuids.contains(&vm) {
            firewall.vm_uuids.push(vm);
        }
        Reply::ok(&firewall.assigned())
    }))
}

fn detach(call: &Call, state: &State) -> Result<Work, Reply> {
    let firewall = wanted(call, state)?;
    let vm = required(call, "vm_uuid")?.to_owned();
    if !firewall.vm_uuids.contains(&vm) {
        return Err(message(404, "Firewall is not attached to the virtual machine"));
    }
    let (slug, uuid) = (call.location.clone(), firewall.uuid.clone());
    Ok(Work::now("detach", &firewall.uuid, &firewall.name, move |state| {
        let Some(firewall) = find(state, &slug, &uuid) else { return unknown() };
        firewall.vm_uuids.retain(|member| *member != vm);
        Reply::empty(204)
    }))
}

fn unknown() -> Reply {
    message(404, "Firewall not found")
}

fn find<'a>(state: &'a mut State, slug: &str, uuid: &str) -> Option<&'a mut Firewall> {
    state.location_mut(slug)?.firewalls.iter_mut().find(|firewall| firewall.uuid == uuid)
}

fn wanted<'a>(call: &Call, state: &'a State) -> Result<&'a Firewall, Reply> {
    let mut known = state.location(call).into_iter().flat_map(|location| &location.firewalls);
    known.find(|firewall| firewall.uuid == call.capture()).ok_or_else(unknown)
}
