//! Changes on Warren. Which request a change is, and what its answer tells, is each noun's own matter.

use async_trait::async_trait;
use domain::change::Change;

use super::{Warren, client, tokens};
use crate::credential::{Credential, Endpoint};
use crate::error::{NotSent, ProviderError};
use crate::family::{Applied, Changes, Result, Secrets};
use crate::http::{Call, Reply};

/// The request that makes the change; `None` where the API has none.
fn call(change: &Change, _secrets: &Secrets) -> Option<Call> {
    match change {
        Change::Token(change) => Some(tokens::call(change)),
    }
}

/// What the answer tells.
fn applied(change: &Change, reply: &Reply) -> Result<Applied> {
    match change {
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
        applied(change, &reply)
    }
}

const UNSUPPORTED: ProviderError = ProviderError::NotSent { reason: NotSent::Unsupported };
