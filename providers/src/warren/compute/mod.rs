//! Virtual machines on Warren: reading them. What is done to them is in `changes` and `create`.

mod changes;
mod create;

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::server::Server;

use super::map::{self, Around};
use super::{Warren, client, wire};
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{Compute, Result};
use crate::wire::List;

pub(super) use changes::{applied, call, shown};

#[async_trait]
impl Compute for Warren {
    /// The machines, joined with their public addresses and prices. Those are extras: without them the list is
    /// still worth having.
    async fn list(&self, credential: &Credential, location: &str) -> Result<Vec<Server>> {
        let (reply, here, public, prices) = futures::join!(
            self.read_at(credential, location, client::vms()),
            self.location(credential, location),
            self.public_addresses(credential, location, client::addresses()),
            self.prices(credential),
        );
        let list: List<wire::Vm> = reply?.json("list of servers")?;
        let around = Around { public, prices };
        let servers: Vec<Server> =
            list.items.iter().filter_map(|vm| map::server(vm, &here, &around)).collect();
        let unread = list.skipped + list.items.len() - servers.len();
        if unread > 0 {
            tracing::warn!(credential = %credential.id, location, unread, "servers without an id were left out");
        }
        Ok(servers)
    }

    async fn get(&self, credential: &Credential, location: &str, id: &ProviderResourceId) -> Result<Server> {
        let (reply, here, public, prices) = futures::join!(
            self.read_at(credential, location, client::vm(&id.0)),
            self.location(credential, location),
            self.public_addresses(credential, location, client::addresses_of(&id.0)),
            self.prices(credential),
        );
        let reply = reply?;
        let vm: wire::Vm = reply.object("server")?;
        map::server(&vm, &here, &Around { public, prices })
            .ok_or_else(|| reply.unreadable(Unread::Shape("server")))
    }

    fn has_restart_call(&self) -> bool {
        false
    }

    fn takes_location(&self) -> bool {
        true
    }
}
