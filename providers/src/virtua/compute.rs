//! Servers at Virtua.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::server::Server;

use super::{Virtua, client, map, wire};
use crate::credential::{Credential, Endpoint};
use crate::error::{NotSent, ProviderError, Unread};
use crate::family::{Accepted, Compute, PowerCall, Result};

impl Virtua {
    async fn power(
        &self,
        credential: &Credential,
        id: &ProviderResourceId,
        call: PowerCall,
    ) -> Result<Accepted> {
        let call =
            client::power(&id.0, call).ok_or(ProviderError::NotSent { reason: NotSent::Unsupported })?;
        let reply = client::write(&self.http, credential, &call).await?;
        // Any body will do, but it must be whole: half an answer says nothing about the other half.
        if !reply.is_empty() {
            reply.json::<serde::de::IgnoredAny>("answer")?;
        }
        Ok(Accepted::InProgress)
    }
}

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

    async fn start(&self, credential: &Credential, _: &str, id: &ProviderResourceId) -> Result<Accepted> {
        self.power(credential, id, PowerCall::Start).await
    }

    async fn stop(
        &self,
        credential: &Credential,
        _location: &str,
        id: &ProviderResourceId,
        force: bool,
    ) -> Result<Accepted> {
        self.power(credential, id, if force { PowerCall::ForceStop } else { PowerCall::Stop }).await
    }

    async fn restart(&self, credential: &Credential, _: &str, id: &ProviderResourceId) -> Result<Accepted> {
        self.power(credential, id, PowerCall::Restart).await
    }

    fn has_restart_call(&self) -> bool {
        true
    }

    fn takes_location(&self) -> bool {
        false
    }

    fn describe(&self, endpoint: &Endpoint, _: &str, id: &ProviderResourceId, call: PowerCall) -> String {
        client::power(&id.0, call).map_or_else(
            || "Virtua's API offers no forced stop.".to_owned(),
            |call| call.describe(&endpoint.base_url),
        )
    }
}
