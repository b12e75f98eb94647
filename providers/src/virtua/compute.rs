//! Servers at Virtua, read.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::server::Server;

use super::{Virtua, client, map, wire};
use crate::credential::Credential;
use crate::error::{ProviderError, Refusal, Unread};
use crate::family::{Compute, Result};

impl Virtua {
    /// Every server of the account, and how many rows of the list could not be read.
    async fn servers(&self, credential: &Credential) -> Result<(Vec<Server>, usize)> {
        let reply = client::read(&self.http, credential, &client::servers()).await?;
        let list = reply.object::<wire::Servers<'_>>("list of servers")?.cloud_servers;
        let servers: Vec<Server> = list.items.iter().filter_map(|raw| map::server(raw.get())).collect();
        let unread = list.skipped + list.items.len() - servers.len();
        Ok((servers, unread))
    }

    /// What a 404 about one server means. No document gives the words for a server that does not exist, and another base
    /// path would be a 404 as well; so the list of all servers decides: gone is what a whole list does not have either.
    async fn sought(
        &self,
        credential: &Credential,
        id: &ProviderResourceId,
        error: ProviderError,
    ) -> ProviderError {
        let (servers, unread) = match self.servers(credential).await {
            Ok(list) => list,
            Err(unlisted) => return unlisted,
        };
        if unread > 0 || servers.iter().any(|server| server.id == *id) {
            return error;
        }
        match error {
            ProviderError::Refused { status, message, field, correlation_id, .. } => {
                ProviderError::Refused { status, message, field, correlation_id, class: Refusal::Gone }
            }
            other => other,
        }
    }
}

/// Whether the answer to an exact read says "no such thing" without saying what.
fn is_no_such(error: &ProviderError) -> bool {
    matches!(error, ProviderError::Refused { status: 404 | 410, class: Refusal::UnknownRoute, .. })
}

#[async_trait]
impl Compute for Virtua {
    async fn list(&self, credential: &Credential, _location: &str) -> Result<Vec<Server>> {
        let (servers, unread) = self.servers(credential).await?;
        if unread > 0 {
            tracing::warn!(credential = %credential.id, unread, "servers without an id were left out");
        }
        Ok(servers)
    }

    async fn get(&self, credential: &Credential, _location: &str, id: &ProviderResourceId) -> Result<Server> {
        let reply = match client::read(&self.http, credential, &client::server(&id.0)).await {
            Err(error) if is_no_such(&error) => return Err(self.sought(credential, id, error).await),
            read => read?,
        };
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
