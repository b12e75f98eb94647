//! Snapshots and automatic backups on Warren, which calls both replicas.

mod changes;
mod toggle;
mod wire;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::replica::{Replica, ReplicaOrigin};
use domain::rules::replica::ReplicaKind;

use super::Warren;
use crate::credential::Credential;
use crate::family::{Replicas, Result};
use crate::http::Call;
use crate::wire::List;

pub(super) use changes::{applied, call, shown};
pub(super) use toggle::as_wished;
pub(super) use wire::Rows;

#[async_trait]
impl Replicas for Warren {
    async fn list(
        &self,
        credential: &Credential,
        location: &str,
        server: &ProviderResourceId,
        kind: ReplicaKind,
    ) -> Result<Vec<Replica>> {
        let call = Call::get("replicas.list", changes::REPLICA)
            .query("uuid", &server.0)
            .query("r_type", kind.wire())
            .exact()
            .located();
        let rows: List<wire::Replica> =
            self.read_at(credential, location, call).await?.json("list of snapshots")?;
        let replicas: Vec<Replica> = rows.items.iter().filter_map(replica).collect();
        let unread = rows.skipped + rows.items.len() - replicas.len();
        if unread > 0 {
            tracing::warn!(credential = %credential.id, location, unread, "snapshots without an id left out");
        }
        Ok(replicas)
    }
}

/// The replicas inside a machine's disk.
pub(super) fn newest_first(rows: &Rows) -> Vec<Replica> {
    let mut replicas: Vec<Replica> = rows.0.iter().filter_map(replica).collect();
    replicas.sort_by_key(|replica| Reverse(replica.created_at));
    replicas
}

/// `None` without an id, because nothing could be done with it.
fn replica(row: &wire::Replica) -> Option<Replica> {
    Some(Replica {
        id: ProviderResourceId(row.uuid.owned()?),
        origin: ReplicaOrigin::from_wire(row.kind.text().unwrap_or("unknown")),
        disk: row.master_uuid.owned().map(ProviderResourceId),
        size_gib: row.size.whole(),
        created_at: row.created_at.timestamp(),
    })
}
