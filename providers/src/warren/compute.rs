//! Virtual machines on Warren.

use async_trait::async_trait;
use domain::ids::ProviderResourceId;
use domain::server::Server;
use serde_json::value::RawValue;

use super::map::{self, Around};
use super::{Warren, client, wire};
use crate::credential::{Credential, Endpoint};
use crate::error::{NotSent, ProviderError, Unread};
use crate::family::{Accepted, Compute, PowerCall, Result};
use crate::wire::{List, object};

impl Warren {
    async fn power(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
        call: PowerCall,
    ) -> Result<Accepted> {
        let call =
            client::power(&id.0, call).ok_or(ProviderError::NotSent { reason: NotSent::Unsupported })?;
        let call = self.at(credential, location, call);
        let reply = client::write(&self.http, credential, &call).await?;
        if reply.is_empty() {
            return Ok(Accepted::Done(None));
        }
        // Any body will do, but it must be whole: half an answer says nothing about the other half.
        let answer: &RawValue = reply.json("answer")?;
        let server = object::<wire::Vm>(answer.get())
            .and_then(|vm| map::server(&vm, &self.known_location(credential, location), &Around::default()));
        Ok(Accepted::Done(server.map(Box::new)))
    }
}

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

    async fn start(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
    ) -> Result<Accepted> {
        self.power(credential, location, id, PowerCall::Start).await
    }

    async fn stop(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
        force: bool,
    ) -> Result<Accepted> {
        let call = if force { PowerCall::ForceStop } else { PowerCall::Stop };
        self.power(credential, location, id, call).await
    }

    async fn restart(
        &self,
        credential: &Credential,
        location: &str,
        id: &ProviderResourceId,
    ) -> Result<Accepted> {
        self.power(credential, location, id, PowerCall::Restart).await
    }

    fn has_restart_call(&self) -> bool {
        false
    }

    fn takes_location(&self) -> bool {
        true
    }

    fn describe(
        &self,
        endpoint: &Endpoint,
        location: &str,
        id: &ProviderResourceId,
        call: PowerCall,
    ) -> String {
        client::power(&id.0, call).map_or_else(
            || format!("{} has no restart call; stop and start follow each other.", endpoint.brand.name()),
            |call| self.at_address(&endpoint.base_url, location, call).describe(&endpoint.base_url),
        )
    }
}
