//! What was achieved, in words.

use domain::act::words::words_of;
use domain::change::{AddressChange, BillingChange, Change, DiskChange, ReplicaChange, ServerChange};
use domain::power::PowerCall;
use domain::server::ServerState;

use super::names::{label, sized};
use super::{joined, sentence};
use crate::db::operations::Operation;
use crate::operations::machine::Step;

/// All requests succeeded, and the world stands as `now` says.
pub(crate) fn succeeded(operation: &Operation, now: &str) -> String {
    let notes = operation.steps.all().iter().filter_map(|step| step.note.as_deref()).map(sentence);
    let power = |step: &&Step| matches!(step.change, Change::Server(ServerChange::Power { .. }));
    let did: Vec<String> = (operation.steps.all().iter())
        .filter(|step| !power(step))
        .map(|step| achieved(step, operation, now))
        .collect();
    if did.is_empty() {
        return joined([powered(operation)].into_iter().chain(notes));
    }
    let switched = match operation.steps.all().last() {
        Some(last) if power(&last) => match last.change {
            Change::Server(ServerChange::Power { call: PowerCall::Start | PowerCall::Restart, .. }) => {
                "It is running."
            }
            _ => "It is stopped.",
        },
        _ if operation.steps.left() == Some(ServerState::Stopped) => "It is stopped.",
        _ => "",
    };
    joined(did.into_iter().chain([switched.to_owned()]).chain(notes))
}

/// Of requests that switch a server alone.
fn powered(operation: &Operation) -> String {
    match operation.act.as_str() {
        "server.restart" => "The server was restarted and is running.",
        "server.start" => "The server is running.",
        "server.stop" | "server.force_stop" => "The server is stopped.",
        _ => match operation.steps.all().last().map(|step| &step.change) {
            Some(Change::Server(ServerChange::Power {
                call: PowerCall::Start | PowerCall::Restart, ..
            })) => "The server is running.",
            _ => "The server is stopped.",
        },
    }
    .to_owned()
}

fn achieved(step: &Step, operation: &Operation, now: &str) -> String {
    let name = &operation.server_name;
    let made = step.made.as_ref().map(|made| made.0.as_str());
    match &step.change {
        Change::Server(change) => match change {
            ServerChange::Create(new) => format!("Made {}.", new.name),
            ServerChange::Clone { name: copy, .. } => format!("Made {copy}, a copy of {name}."),
            ServerChange::Order(order) => format!("Made {}.", order.hostname.as_ref().unwrap_or(name)),
            ServerChange::Modify { name: new, vcpus, memory_mib, .. } => {
                modified(operation, new.as_deref(), (*vcpus, *memory_mib))
            }
            ServerChange::StartRescue { .. } => format!("Started {name} from its rescue system."),
            ServerChange::Reinstall { .. } => format!("Reinstalled {name}."),
            ServerChange::Rebuild { .. } => format!("Rebuilt {name}."),
            ServerChange::SetPassword { username, .. } => {
                format!("Set the password of {username} on {name}.")
            }
            ServerChange::Delete { .. } => format!("Deleted {name}."),
            ServerChange::Resize { .. } | ServerChange::Power { .. } => sentence(now),
        },
        Change::Disk(DiskChange::Grow { size_gib, .. }) => {
            format!("The disk has {size_gib} GiB. The file system on it is grown from inside the server.")
        }
        Change::Disk(DiskChange::Add { size_gib, .. }) => format!("{name} has a new disk of {size_gib} GiB."),
        Change::Disk(DiskChange::Attach { .. }) => format!("Attached the disk to {name}."),
        Change::Disk(DiskChange::Detach { .. }) => {
            format!("Detached the disk from {name}. It goes on existing, and costs what it cost.")
        }
        Change::Disk(DiskChange::Delete { .. } | DiskChange::DeleteAttached { .. }) => {
            "Deleted the disk.".to_owned()
        }
        Change::Replica(ReplicaChange::Create { .. }) => format!("Made a snapshot of {name}."),
        Change::Replica(ReplicaChange::Delete { .. }) => "Deleted the snapshot.".to_owned(),
        Change::Replica(ReplicaChange::Rebuild { .. }) => format!("Rebuilt {name} from the snapshot."),
        Change::Replica(ReplicaChange::AutoBackup { enable, .. }) => {
            format!("Automatic backups of {name} are {}.", if *enable { "on" } else { "off" })
        }
        Change::Address(AddressChange::Create { .. }) => {
            format!("Reserved {}.", made.unwrap_or("an address"))
        }
        Change::Address(AddressChange::Assign { id, .. }) => format!("{id} leads to {name}."),
        Change::Address(AddressChange::Unassign { id }) => {
            format!("{id} leads nowhere. It stays reserved and costs money.")
        }
        Change::Address(AddressChange::Delete { id }) if step.sent_at.is_none() => {
            format!("{id} was gone already.")
        }
        Change::Address(AddressChange::Delete { id }) => format!("Released {id}."),
        Change::Address(AddressChange::Update { id, billing_account: Some(account), .. }) => {
            format!("Account {account} pays for {id} now.")
        }
        Change::Disk(DiskChange::SetBillingAccount { billing_account, .. }) => {
            format!("Account {billing_account} pays for the disk now.")
        }
        Change::Billing(BillingChange::SetPayer { id, .. }) => format!("Account {id} pays for {name} now."),
        _ => sentence(now),
    }
}

fn modified(
    operation: &Operation,
    name: Option<&str>,
    (vcpus, memory_mib): (Option<u32>, Option<u32>),
) -> String {
    let old = &operation.server_name;
    if vcpus.is_none() && memory_mib.is_none() {
        return format!("Renamed {old} to {}.", name.unwrap_or(old));
    }
    let before = operation.before.server.as_deref();
    let vcpus = vcpus.or_else(|| before?.vcpus);
    let memory_mib = memory_mib.or_else(|| before?.memory_mib);
    format!("{} now has {}.", name.unwrap_or(old), sized(vcpus, memory_mib))
}

/// What one request did: "Stopped web-1."
pub(super) fn past(step: &Step, operation: &Operation) -> String {
    let name = &operation.server_name;
    match &step.change {
        Change::Server(ServerChange::Power { call, .. }) => match call {
            PowerCall::Start => format!("Started {name}."),
            PowerCall::Restart => format!("Restarted {name}."),
            PowerCall::Stop | PowerCall::ForceStop => format!("Stopped {name}."),
        },
        Change::Server(ServerChange::Modify { vcpus, memory_mib, .. })
            if vcpus.is_some() || memory_mib.is_some() =>
        {
            format!("Changed its size to {}.", sized(*vcpus, *memory_mib))
        }
        change => achieved(step, operation, &format!("done: {}", label(change))),
    }
}

/// What only Skydeck keeps is changed.
pub(crate) fn kept(act: &str) -> String {
    match act {
        "server.lock" => "Locked: nothing is changed through Skydeck until the lock is taken off.".to_owned(),
        "server.unlock" => "Unlocked.".to_owned(),
        "server.tag" => "The tags are changed.".to_owned(),
        "server.note" => "The note is changed.".to_owned(),
        _ => format!("{}: done.", words_of(act).verb),
    }
}
