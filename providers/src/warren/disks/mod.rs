//! Block disks on Warren: reading them. What is done to them is in `changes`; how servers show theirs is in
//! `attached`.

mod attached;
mod changes;
mod map;
mod wire;

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use domain::disk::Disk;
use domain::ids::ProviderResourceId;

use super::Warren;
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{Disks, Result};
use crate::http::Call;
use crate::wire::List;

pub(super) use attached::{Storage, attached};
pub(super) use changes::{applied, call};

/// The documents' path; the official client's singular one answers the same.
const PATH: &str = "storage/disks";

#[async_trait]
impl Disks for Warren {
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Disk>> {
        let call = Call::get("disks.list", PATH).located();
        let rows: List<wire::Disk> = self.read_at(credential, location, call).await?.json("list of disks")?;
        let disks: Vec<Disk> = rows.items.iter().filter_map(map::disk).collect();
        let unread = rows.skipped + rows.items.len() - disks.len();
        if unread > 0 {
            tracing::warn!(credential = %credential.id, location, unread, "disks without an id left out");
        }
        Ok(disks)
    }

    async fn get(&self, credential: &Credential, location: &str, id: &ProviderResourceId) -> Result<Disk> {
        let call = Call::get("disks.get", PATH).part(&id.0).exact().located();
        let reply = self.read_at(credential, location, call).await?;
        let row: wire::Disk = reply.object("disk")?;
        map::disk(&row).ok_or_else(|| reply.unreadable(Unread::Shape("disk")))
    }
}
