//! `POST user-resource/vm`: a new VM from an image, from a snapshot or backup, or on a disk that exists. The caller
//! waits until it runs.

use std::time::Duration;

use super::{place, rules};
use crate::http::{Call, Reply, Route};
use crate::warren::billing::payer;
use crate::warren::errors::{error, message, unknown_network, unknown_vm, unlocked};
use crate::warren::fields::{required, required_number, truth, truth_if_sent, whole_number};
use crate::warren::state::{Location, Owner, Source, State, Storage, Vm, Work};

pub(in crate::warren) static ROUTES: &[Route<State>] = &[Route::post("user-resource/vm", create)];

/// Seen on the smallest VM of a live service.
const TAKES: Duration = Duration::from_secs(33);
/// Said to take much longer; how long, nobody has measured.
const WINDOWS_TAKES: Duration = Duration::from_secs(150);

/// A create that was checked.
struct Order {
    slug: String,
    name: String,
    description: String,
    os: (String, String),
    vcpu: u32,
    memory_mb: u32,
    boot: Boot,
    network: String,
    pool: (String, String),
    billing_account: u64,
    username: String,
    backup: bool,
    public: bool,
}

/// What the new VM boots from.
enum Boot {
    New { size_gb: u32, source: Source },
    Disk(String),
}

fn create(call: &Call, state: &State) -> Result<Work, Reply> {
    let order = order(call, state)?;
    let takes = if order.os.0 == "windows" { WINDOWS_TAKES } else { TAKES };
    let held = match &order.boot {
        Boot::Disk(uuid) => Some(uuid.clone()),
        Boot::New { .. } => None,
    };
    let name = order.name.clone();
    let to_hold = held.clone();
    let begin = move |state: &mut State| to_hold.iter().for_each(|uuid| state.locks.hold(uuid));
    Ok(Work::blocking("create", &name, &name, takes, begin, move |state| {
        held.iter().for_each(|uuid| state.locks.release(uuid));
        build(state, order)
    }))
}

fn order(call: &Call, state: &State) -> Result<Order, Reply> {
    let location = state.location(call).ok_or_else(unknown_network)?;
    let name = required(call, "name")?.to_owned();
    if name.trim().is_empty() {
        return Err(error(400, "name", "Value must not be empty"));
    }
    let (boot, os) = boot(call, state, location)?;
    let pool = rules::pool(call, location)?;
    let vcpu = rules::cpu(required_number(call, "vcpu")?, pool, &os.0)?;
    let memory_mb = rules::ram(required_number(call, "ram")?, pool, &os.0)?;
    let username = login(call, &os.0, matches!(boot, Boot::New { source: Source::Image(_), .. }))?;
    let sent = |field: &str| call.param(field).filter(|text| !text.is_empty());
    let network = match sent("network_uuid") {
        Some(uuid) => location.network(uuid).ok_or_else(unknown_network)?.uuid.clone(),
        None => String::new(),
    };
    Ok(Order {
        slug: call.location.clone(),
        name,
        description: sent("description").unwrap_or_default().to_owned(),
        os,
        vcpu,
        memory_mb,
        boot,
        network,
        pool: (pool.uuid.clone(), pool.name.to_owned()),
        billing_account: payer(call, state)?,
        username,
        backup: truth(call, "backup")?,
        public: truth_if_sent(call, "reserve_public_ip")?.unwrap_or(true),
    })
}

/// The disk, and the system on it. With a disk that exists, `disks` has no effect.
fn boot(call: &Call, state: &State, location: &Location) -> Result<(Boot, (String, String)), Reply> {
    let sent = |field: &str| call.param(field).filter(|text| !text.is_empty());
    if let Some(uuid) = sent("disk_uuid") {
        let free = location.disks.iter().find(|disk| disk.uuid == uuid && !disk.deleted);
        let disk = free.ok_or_else(|| message(404, "Disk not found"))?;
        unlocked(state, uuid, "Disk")?;
        let os = (sent("os_name"), sent("os_version"));
        let os = if let (Some(name), Some(version)) = os {
            (name.to_owned(), version.to_owned())
        } else {
            on(disk)
        };
        return Ok((Boot::Disk(uuid.to_owned()), os));
    }
    let size = whole_number(call, "disks")?;
    if let Some(uuid) = sent("source_uuid") {
        let source = location.vm(uuid).ok_or_else(|| unknown_vm(uuid))?;
        let wanted = required(call, "source_replica")?;
        let replicas = source.storage.iter().flat_map(|disk| &disk.replicas);
        let replica = replicas.into_iter().find(|replica| replica.name == wanted || replica.uuid == wanted);
        let replica = replica.ok_or_else(|| error(400, "source_replica", "Replica does not exist."))?;
        let size_gb = rules::disk(size.unwrap_or(0).max(u64::from(replica.size_gb)))?;
        let os = replica.system.clone();
        let os = os.unwrap_or_else(|| (source.os_name.clone(), source.os_version.clone()));
        return Ok((Boot::New { size_gb, source: Source::Snapshot(replica.uuid.clone()) }, os));
    }
    let os = rules::named_image(call)?;
    let size_gb = rules::disk(required_number(call, "disks")?)?;
    Ok((Boot::New { size_gb, source: Source::Image(format!("{}_{}", os.0, os.1)) }, os))
}

/// What the disk began with, as far as that says a system.
fn on(disk: &Storage) -> (String, String) {
    match &disk.source {
        Source::Image(image) => {
            let (name, version) = image.split_once('_').unwrap_or((image, ""));
            (name.to_owned(), version.to_owned())
        }
        _ => ("unknown".to_owned(), String::new()),
    }
}

/// The user inside the VM. A disk that held a system before needs none; nor does a configuration that makes its own.
fn login(call: &Call, os_name: &str, fresh: bool) -> Result<String, Reply> {
    let makes_users = match call.param("cloud_init").filter(|text| !text.is_empty()) {
        Some(text) => cloud_init(text)?,
        None => false,
    };
    let mut keys = 0;
    for name in ["public_key", "public_keys"] {
        for key in call.body.all(name).filter(|key| !key.is_empty()) {
            rules::public_key(name, key)?;
            keys += 1;
        }
    }
    let sent = |field: &str| call.param(field).filter(|text| !text.is_empty());
    let windows = os_name == "windows";
    let username = match sent("username") {
        Some(name) => {
            rules::username(name)?;
            name
        }
        None if windows => "administrator",
        None if makes_users || !fresh => "",
        None => required(call, "username")?,
    };
    match sent("password") {
        Some(text) => rules::password(text)?,
        None if makes_users || keys > 0 || !fresh => {}
        None => return required(call, "password").and_then(rules::password).map(|()| String::new()),
    }
    Ok(username.to_owned())
}

/// Whether the configuration makes users. It must be a JSON object; what is in it is the guest's affair.
fn cloud_init(text: &str) -> Result<bool, Reply> {
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Object(fields)) => Ok(fields.contains_key("users")),
        _ => Err(error(400, "cloud_init", "Incorrectly formatted JSON provided")),
    }
}

fn build(state: &mut State, order: Order) -> Reply {
    let (now, user_id) = (state.now, state.user.id);
    let owner = Owner { user_id, billing_account: order.billing_account };
    let (uuid, mac) = (state.rng.uuid().to_string(), state.rng.mac());
    let disk = match order.boot {
        Boot::New { size_gb, source } => {
            let uuid = state.rng.uuid().to_string();
            Storage { source, ..Storage::new(uuid, size_gb, owner, now) }
        }
        Boot::Disk(uuid) => {
            let disks = state.location_mut(&order.slug).map(|location| &mut location.disks);
            let taken = disks.and_then(|disks| {
                let at = disks.iter().position(|disk| disk.uuid == uuid && !disk.deleted)?;
                Some(disks.remove(at))
            });
            match taken {
                Some(disk) => disk,
                None => return message(404, "Disk not found"),
            }
        }
    };
    let vm = Vm {
        uuid,
        name: order.name,
        description: order.description,
        os_name: order.os.0,
        os_version: order.os.1,
        vcpu: order.vcpu,
        memory_mb: order.memory_mb,
        storage: vec![disk.device("sda", true)],
        status: "running".to_owned(),
        backup: order.backup,
        billing_account: order.billing_account,
        user_id,
        username: order.username,
        mac,
        private_ipv4: String::new(),
        pool_uuid: order.pool.0,
        pool_name: order.pool.1,
        created_at: now,
        updated_at: None,
    };
    place::settle(state, &order.slug, &order.network, vm, order.public)
}
