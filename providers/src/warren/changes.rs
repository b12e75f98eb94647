//! Changes on Warren. Which request a change is, and what its answer tells, is each noun's own matter.

use async_trait::async_trait;
use domain::change::{Change, ReplicaChange};

use super::{
    Warren, account, addresses, balancers, billing, buckets, cards, client, compute, credit, databases,
    disks, invoices, networks, replicas, tokens,
};
use crate::credential::{Credential, Endpoint};
use crate::error::{NotSent, ProviderError};
use crate::family::{Applied, Changes, Result, Secrets};
use crate::http::{Call, Reply};

/// The request that makes the change; `None` where the API has none.
fn call(change: &Change, secrets: &Secrets) -> Option<Call> {
    match change {
        Change::Account(change) => Some(account::call(change)),
        Change::Address(change) => Some(addresses::call(change)),
        Change::Balancer(change) => Some(balancers::call(change)),
        Change::Billing(change) => Some(billing::call(change)),
        Change::Bucket(change) => Some(buckets::call(change)),
        Change::Card(change) => Some(cards::call(change, secrets)),
        Change::Credit(change) => Some(credit::call(change)),
        Change::Database(change) => Some(databases::call(change)),
        Change::Disk(change) => Some(disks::call(change)),
        Change::Invoice(change) => Some(invoices::call(change)),
        Change::Network(change) => Some(networks::call(change)),
        Change::Replica(change) => Some(replicas::call(change)),
        Change::Server(change) => compute::call(change, secrets),
        Change::StorageKey(change) => Some(buckets::key_call(change)),
        Change::Token(change) => Some(tokens::call(change)),
    }
}

/// What the answer tells.
fn applied(change: &Change, reply: &Reply) -> Result<Applied> {
    match change {
        Change::Account(_) => Ok(Applied::done()),
        Change::Address(change) => Ok(addresses::applied(change, reply)),
        Change::Balancer(change) => Ok(balancers::applied(change, reply)),
        Change::Billing(change) => Ok(billing::applied(change, reply)),
        Change::Bucket(change) => Ok(buckets::applied(change)),
        Change::Card(change) => Ok(cards::applied(change, reply)),
        Change::Credit(_) => Ok(credit::applied()),
        Change::Database(change) => Ok(databases::applied(change, reply)),
        Change::Disk(change) => Ok(disks::applied(change, reply)),
        Change::Invoice(change) => Ok(invoices::applied(change, reply)),
        Change::Network(change) => Ok(networks::applied(change, reply)),
        Change::Replica(change) => Ok(replicas::applied(change, reply)),
        Change::Server(change) => Ok(compute::applied(change, reply)),
        Change::StorageKey(change) => Ok(buckets::key_applied(change, reply)),
        Change::Token(change) => tokens::applied(change, reply),
    }
}

impl Warren {
    /// The request that makes the change, where this brand's API has one.
    fn request(&self, change: &Change, secrets: &Secrets) -> Result<Call> {
        if !self.capabilities.change(change.kind()).is_yes() {
            return Err(UNSUPPORTED);
        }
        call(change, secrets).ok_or(UNSUPPORTED)
    }
}

#[async_trait]
impl Changes for Warren {
    fn describe(&self, endpoint: &Endpoint, location: &str, change: &Change) -> Result<String> {
        let call = self.request(change, &Secrets::default())?;
        Ok(self.at_address(&endpoint.base_url, location, call).describe(&endpoint.base_url))
    }

    async fn apply(
        &self,
        credential: &Credential,
        location: &str,
        change: &Change,
        secrets: &Secrets,
    ) -> Result<Applied> {
        let call = self.request(change, secrets)?;
        if let Change::Replica(ReplicaChange::AutoBackup { server, enable }) = change
            && self.backs_up(credential, location, server).await? == *enable
        {
            return Ok(Applied { note: Some(replicas::as_wished(*enable)), ..Applied::done() });
        }
        let call = self.at(credential, location, call);
        let reply = client::write(&self.http, credential, &call).await?;
        // Half an answer says nothing about the other half, whatever it is for.
        if !reply.is_empty() {
            reply.json::<serde::de::IgnoredAny>("answer")?;
        }
        let mut applied = applied(change, &reply)?;
        let here = || self.known_location(credential, location);
        match change {
            Change::Server(change) => applied.server = compute::shown(change, &reply, &here()),
            Change::Replica(change) => applied.server = replicas::shown(change, &reply, &here()),
            _ => {}
        }
        Ok(applied)
    }
}

const UNSUPPORTED: ProviderError = ProviderError::NotSent { reason: NotSent::Unsupported };
