//! Servers at Virtua, read.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::server::Server;

use super::{Virtua, client, map, wire};
use crate::credential::Credential;
use crate::error::Unread;
use crate::family::{Compute, Result};

#[async_trait]
impl Compute for Virtua {
    async fn list(&self, credential: &Credential, _location: &str) -> Result<Vec<Server>> {
        let reply = client::read(&self.http, credential, &client::servers()).await?;
        let list = reply.object::<wire::Servers<'_>>("list of servers")?.cloud_servers;
        let servers: Vec<Server> = list.items.iter().filter_map(|raw| map::server(raw.get())).collect();
        let unread = list.items.len() - servers.len();
        if unread > 0 {
            tracing::warn!(credential = %credential.id, unread, "servers without an id were left out");
        }
        Ok(servers)
    }

    async fn get(&self, credential: &Credential, _location: &str, id: &ProviderResourceId) -> Result<Server> {
        let reply = client::read(&self.http, credential, &client::server(&id.0)).await?;
        let nested = reply.object::<wire::Nested<'_>>("server")?.cloud_server;
        let nested = nested.and_then(|raw| map::server(raw.get()));
        let flat = || std::str::from_utf8(&reply.body).ok().and_then(map::server);
        nested.or_else(flat).ok_or_else(|| reply.unreadable(Unread::Shape("server")))
    }

    fn has_restart_call(&self) -> bool {
        true
    }

    fn takes_location(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn the_documented_servers() {
        let one = golden::sample("virtua/server.json");
        golden::check("virtua/server.json", &map::server(&one));
        let list = golden::reply("virtua/servers.json");
        let list = list.object::<wire::Servers<'_>>("servers").unwrap().cloud_servers;
        let servers: Vec<_> = list.items.iter().map(|raw| map::server(raw.get())).collect();
        golden::check("virtua/servers.json", &servers);
    }
}
