//! What is on a VM's disks: `POST user-resource/vm/reinstall` and `/clone`, and `/rescue_start`, which leaves them alone.

use std::time::Duration;

use time::OffsetDateTime;

use super::{free, place, rules};
use crate::http::{Call, Reply, Route};
use crate::warren::errors::{error, unknown_vm};
use crate::warren::fields::required;
use crate::warren::state::{Source, State, Storage, Vm, Work};
use crate::warren::work::hold;

pub(in crate::warren) static ROUTES: &[Route<State>] = &[
    Route::post("user-resource/vm/reinstall", reinstall),
    Route::post("user-resource/vm/clone", clone),
    Route::post("user-resource/vm/rescue_start", rescue),
];

/// Nobody has measured these; the first is a create without its VM.
const REINSTALL: Duration = Duration::from_secs(30);
const CLONE: Duration = Duration::from_secs(60);
const RESCUE: Duration = Duration::from_secs(6);

/// The default is the system that the VM has. Its snapshots stay.
fn reinstall(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let sent = |name: &str| call.param(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let os = (
        sent("os_name").unwrap_or_else(|| vm.os_name.clone()),
        sent("os_version").unwrap_or_else(|| vm.os_version.clone()),
    );
    rules::image(&os.0, &os.1)?;
    let (uuid, slug) = (vm.uuid.clone(), call.location.clone());
    Ok(hold("reinstall", [&vm.uuid], vm.name.as_str(), REINSTALL, move |state| {
        let now = state.now;
        let Some(vm) = state.location_mut(&slug).and_then(|location| location.vm_mut(&uuid)) else {
            return unknown_vm(&uuid);
        };
        if let Some(disk) = vm.storage.iter_mut().find(|disk| disk.primary) {
            disk.source = Source::Image(format!("{}_{}", os.0, os.1));
            disk.updated_at = Some(now);
        }
        (vm.os_name, vm.os_version) = os;
        "running".clone_into(&mut vm.status);
        vm.updated_at = Some(now);
        Reply::ok(&vm.wire())
    }))
}

/// A VM like the other one, in its network, without a public address.
fn clone(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    let name = required(call, "name")?.to_owned();
    if name.trim().is_empty() {
        return Err(error(400, "name", "Value must not be empty"));
    }
    let (uuid, slug) = (vm.uuid.clone(), call.location.clone());
    Ok(hold("clone", [&vm.uuid], name.clone(), CLONE, move |state| {
        let Some(copy) = copy(state, &slug, &uuid, name) else { return unknown_vm(&uuid) };
        let networks = state.location_mut(&slug).map(|location| &location.networks);
        let home = networks
            .and_then(|known| known.iter().find(|network| network.vm_uuids.contains(&uuid)))
            .map(|network| network.uuid.clone());
        place::settle(state, &slug, &home.unwrap_or_default(), copy, false)
    }))
}

fn copy(state: &mut State, slug: &str, uuid: &str, name: String) -> Option<Vm> {
    let now = state.now;
    let disks = state.location_mut(slug)?.vm(uuid)?.storage.len();
    let uuids: Vec<String> = (0..disks).map(|_| state.rng.uuid().to_string()).collect();
    let (new, mac) = (state.rng.uuid().to_string(), state.rng.mac());
    let original = state.location_mut(slug)?.vm(uuid)?;
    let storage = original.storage.iter().zip(uuids).map(|(disk, uuid)| twin(disk, uuid, now)).collect();
    Some(Vm {
        uuid: new,
        name,
        description: String::new(),
        os_name: original.os_name.clone(),
        os_version: original.os_version.clone(),
        vcpu: original.vcpu,
        memory_mb: original.memory_mb,
        storage,
        status: "running".to_owned(),
        backup: false,
        billing_account: original.billing_account,
        user_id: original.user_id,
        username: original.username.clone(),
        mac,
        private_ipv4: String::new(),
        pool_uuid: original.pool_uuid.clone(),
        pool_name: original.pool_name.clone(),
        created_at: now,
        updated_at: None,
    })
}

/// A disk with the same content, device and owner. Its snapshots stay behind.
fn twin(disk: &Storage, uuid: String, now: OffsetDateTime) -> Storage {
    let new = Storage::new(uuid, disk.size_gb, disk.owner, now).device(&disk.name, disk.primary);
    Storage { source: Source::Disk(disk.uuid.clone()), read_only: disk.read_only, ..new }
}

/// For this start alone; the API shows no difference afterwards.
fn rescue(call: &Call, state: &State) -> Result<Work, Reply> {
    let vm = free(call, state)?;
    if vm.running() {
        return Err(error(400, "Error", "Virtual machine must be stopped to boot in rescue mode."));
    }
    let (uuid, slug) = (vm.uuid.clone(), call.location.clone());
    Ok(hold("rescue", [&vm.uuid], vm.name.as_str(), RESCUE, move |state| {
        let now = state.now;
        let Some(vm) = state.location_mut(&slug).and_then(|location| location.vm_mut(&uuid)) else {
            return unknown_vm(&uuid);
        };
        "running".clone_into(&mut vm.status);
        vm.updated_at = Some(now);
        Reply::ok(&vm.wire())
    }))
}
