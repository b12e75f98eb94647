//! Changes on Warren. Which request a change is, and what its answer tells, is each noun's own matter.

use async_trait::async_trait;
use domain::change::Change;

use super::{Warren, account, billing, cards, client, compute, credit, invoices, tokens};
use crate::credential::{Credential, Endpoint};
use crate::error::{NotSent, ProviderError};
use crate::family::{Applied, Changes, Result, Secrets};
use crate::http::{Call, Reply};

/// The request that makes the change; `None` where the API has none.
fn call(change: &Change, secrets: &Secrets) -> Option<Call> {
    match change {
        Change::Account(change) => Some(account::call(change)),
        Change::Billing(change) => Some(billing::call(change)),
        Change::Card(change) => Some(cards::call(change, secrets)),
        Change::Credit(change) => Some(credit::call(change)),
        Change::Invoice(change) => Some(invoices::call(change)),
        Change::Server(change) => compute::call(change, secrets),
        Change::Token(change) => Some(tokens::call(change)),
    }
}

/// What the answer tells.
fn applied(change: &Change, reply: &Reply) -> Result<Applied> {
    match change {
        Change::Account(_) => Ok(Applied::done()),
        Change::Billing(change) => Ok(billing::applied(change, reply)),
        Change::Card(change) => Ok(cards::applied(change, reply)),
        Change::Credit(_) => Ok(credit::applied()),
        Change::Invoice(change) => Ok(invoices::applied(change, reply)),
        Change::Server(change) => Ok(compute::applied(change, reply)),
        Change::Token(change) => tokens::applied(change, reply),
    }
}

#[async_trait]
impl Changes for Warren {
    fn describe(&self, endpoint: &Endpoint, location: &str, change: &Change) -> Result<String> {
        let call = call(change, &Secrets::default()).ok_or(UNSUPPORTED)?;
        Ok(self.at_address(&endpoint.base_url, location, call).describe(&endpoint.base_url))
    }

    async fn apply(
        &self,
        credential: &Credential,
        location: &str,
        change: &Change,
        secrets: &Secrets,
    ) -> Result<Applied> {
        let call = call(change, secrets).ok_or(UNSUPPORTED)?;
        let call = self.at(credential, location, call);
        let reply = client::write(&self.http, credential, &call).await?;
        // Half an answer says nothing about the other half, whatever it is for.
        if !reply.is_empty() {
            reply.json::<serde::de::IgnoredAny>("answer")?;
        }
        let mut applied = applied(change, &reply)?;
        if let Change::Server(change) = change {
            applied.server = compute::shown(change, &reply, &self.known_location(credential, location));
        }
        Ok(applied)
    }
}

const UNSUPPORTED: ProviderError = ProviderError::NotSent { reason: NotSent::Unsupported };
