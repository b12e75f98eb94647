//! Snapshots: making and deleting them, and how they are called.

mod create;
mod delete;

use domain::DomainError;
use domain::replica::{Replica, ReplicaOrigin};
use domain::rules::replica::{ReplicaKind, replica_id};

use super::on::On;

pub(crate) use create::Create;
pub(crate) use delete::Delete;

/// "snapshot of 2026-10-14 03:00:05 UTC".
pub(crate) fn described(replica: &Replica) -> String {
    let kind = match &replica.origin {
        ReplicaOrigin::Known(ReplicaKind::Snapshot) => "snapshot",
        ReplicaOrigin::Known(ReplicaKind::Backup) => "automatic backup",
        ReplicaOrigin::Other(word) => word,
    };
    match replica.created_at {
        Some(at) => format!("{kind} of {}", at.exact()),
        None => format!("{kind} {}", replica.id),
    }
}

/// The snapshot or backup of this id.
///
/// # Errors
/// Beside field `replica`, when the server has none such, or when it is not known yet.
pub(crate) fn found(on: &On<'_>, id: &str) -> Result<Replica, DomainError> {
    let id = replica_id(id)?;
    let Some(replicas) = on.replicas().value else {
        let why = "The server's snapshots are being read for the first time. Try again in a moment.";
        return Err(DomainError::invalid("replica", why));
    };
    replicas
        .iter()
        .find(|replica| replica.id.0 == id)
        .cloned()
        .ok_or_else(|| DomainError::invalid("replica", "The server has no such snapshot or backup any more."))
}
