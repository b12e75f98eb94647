//! Snapshots and automatic backups.

use domain::change::ReplicaChange;
use domain::ids::ProviderResourceId;
use domain::replica::{Replica, ReplicaOrigin};
use domain::rules::replica::ReplicaKind;

use super::made::{Candidate, find};
use super::{Case, Goal, unread};
use crate::operations::sight::{Found, Sight};

/// Where a change of snapshots or backups stands.
pub(super) fn goal(case: &Case<'_>, change: &ReplicaChange, sight: &Sight) -> Goal {
    match change {
        ReplicaChange::Create { .. } => match &sight.replicas {
            Some(replicas) => created(case, sight, replicas),
            None => unread(),
        },
        ReplicaChange::Delete { id } => match &sight.replicas {
            Some(replicas) => Goal::switch(
                !replicas.iter().any(|replica| replica.id == *id),
                "the snapshot is gone",
                "the snapshot is still there",
            ),
            None => unread(),
        },
        ReplicaChange::Rebuild { .. } => match &sight.server {
            Some(Found::There(server)) => Goal::Blind {
                why: format!("what is on the disk cannot be read. The server is {} now", server.state.word()),
                rest: true,
            },
            Some(Found::Gone) => Goal::Ask("the server does not exist any more".to_owned()),
            None => unread(),
        },
        ReplicaChange::AutoBackup { enable, .. } => match &sight.server {
            Some(Found::There(server)) => switched(*enable, server.backups),
            Some(Found::Gone) => Goal::Ask("the server does not exist any more".to_owned()),
            None => unread(),
        },
    }
}

fn switched(enable: bool, now: Option<bool>) -> Goal {
    let word = |on| if on { "on" } else { "off" };
    match now {
        Some(now) if now == enable => Goal::reached(format!("automatic backups are {}", word(now))),
        Some(now) => Goal::Unmoved(format!("automatic backups are still {}", word(now))),
        None => Goal::Elsewhere("the provider does not say whether backups are made".to_owned()),
    }
}

fn created(case: &Case<'_>, sight: &Sight, replicas: &[Replica]) -> Goal {
    let reached = |id: &ProviderResourceId| Goal::Reached {
        now: "the snapshot is there".to_owned(),
        made: Some(id.clone()),
    };
    if let Some(made) = case.made {
        return match replicas.iter().find(|replica| replica.id == *made) {
            Some(replica) => reached(&replica.id),
            None => Goal::Elsewhere("the new snapshot cannot be found yet".to_owned()),
        };
    }
    let disks = case.before.server.iter().filter_map(|server| server.details.disks.as_deref());
    let known: Vec<_> = disks.flatten().flat_map(|disk| &disk.replicas).map(|replica| &replica.id).collect();
    let candidates = replicas.iter().filter(|replica| {
        replica.origin == ReplicaOrigin::Known(ReplicaKind::Snapshot) && !known.contains(&&replica.id)
    });
    let candidates = candidates.map(|replica| Candidate { id: &replica.id, created_at: replica.created_at });
    find(case, sight, candidates, "snapshot").map_or_else(|goal| goal, reached)
}
