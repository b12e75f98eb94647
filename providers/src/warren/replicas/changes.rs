//! What is done with replicas, as requests, and what the answers tell.

use domain::change::ReplicaChange;
use domain::location::Location;
use domain::rules::replica::ReplicaKind;
use domain::server::Server;

use crate::family::Applied;
use crate::http::{Call, Pace, Reply};
use crate::warren::disks::Storage;
use crate::warren::map::{self, Around};
use crate::warren::wire::Vm;
use crate::wire::object;

pub(super) const REPLICA: &str = "user-resource/vm/replica";

/// The request that makes the change. The switch of backups is only to be sent after [`super::toggle`].
pub(in crate::warren) fn call(change: &ReplicaChange) -> Call {
    let call = match change {
        ReplicaChange::Create { server } => {
            Call::post("replicas.create", REPLICA).field("uuid", &server.0).exact().pace(Pace::Slow)
        }
        ReplicaChange::Delete { id } => {
            Call::delete("replicas.delete", REPLICA).field("replica_uuid", &id.0).exact().pace(Pace::Power)
        }
        // Not exact: "not found" would not say which of the two is gone.
        ReplicaChange::Rebuild { server, replica } => {
            Call::post("replicas.rebuild", "user-resource/vm/rebuild")
                .field("uuid", &server.0)
                .field("replica_uuid", &replica.0)
                .pace(Pace::Slow)
        }
        ReplicaChange::AutoBackup { server, .. } => {
            Call::post("replicas.toggle_backup", "user-resource/vm/backup")
                .field("uuid", &server.0)
                .exact()
                .pace(Pace::Power)
        }
    };
    call.located()
}

/// A create answers with the disk and all its replicas; the newest snapshot is the new one.
pub(in crate::warren) fn applied(change: &ReplicaChange, reply: &Reply) -> Applied {
    match change {
        ReplicaChange::Create { .. } => Applied::made(newest(reply)),
        ReplicaChange::AutoBackup { enable, .. } => {
            Applied { note: surprise(*enable, reply), ..Applied::done() }
        }
        _ => Applied::done(),
    }
}

fn newest(reply: &Reply) -> Option<String> {
    let disk: Storage = body(reply)?;
    let snapshot =
        |kind: Option<&str>| kind.is_none_or(|kind| kind.eq_ignore_ascii_case(ReplicaKind::Snapshot.wire()));
    let snapshots = disk.replica.0.iter().filter(|row| snapshot(row.kind.text()));
    snapshots.max_by_key(|row| row.created_at.timestamp())?.uuid.owned()
}

/// Words for a switch that somebody else pressed between the read and ours.
fn surprise(enable: bool, reply: &Reply) -> Option<String> {
    let now = body::<Vm>(reply)?.backup.flag()?;
    let word = if now { "on" } else { "off" };
    (now != enable).then(|| format!("The provider says that automatic backups are {word} now."))
}

/// The machine as the answer shows it, without what other calls add.
pub(in crate::warren) fn shown(
    change: &ReplicaChange,
    reply: &Reply,
    location: &Location,
) -> Option<Box<Server>> {
    match change {
        ReplicaChange::Rebuild { .. } | ReplicaChange::AutoBackup { .. } => {
            map::server(&body(reply)?, location, &Around::default()).map(Box::new)
        }
        ReplicaChange::Create { .. } | ReplicaChange::Delete { .. } => None,
    }
}

/// Any answer counts as a yes, so one without what is looked for is no error.
fn body<'a, T: serde::Deserialize<'a>>(reply: &'a Reply) -> Option<T> {
    object(std::str::from_utf8(&reply.body).ok()?.trim())
}
