//! Changes at Virtua.

use async_trait::async_trait;
use domain::change::Change;

use super::{Virtua, client};
use crate::credential::{Credential, Endpoint};
use crate::error::{NotSent, ProviderError};
use crate::family::{Applied, Changes, Result, Secrets};
use crate::http::Call;

/// The request that makes the change; `None` where the API has none.
const fn call(change: &Change) -> Option<Call> {
    match change {
        Change::Token(_) => None,
    }
}

#[async_trait]
impl Changes for Virtua {
    fn describe(&self, endpoint: &Endpoint, _location: &str, change: &Change) -> Result<String> {
        Ok(call(change).ok_or(UNSUPPORTED)?.describe(&endpoint.base_url))
    }

    async fn apply(
        &self,
        credential: &Credential,
        _location: &str,
        change: &Change,
        _secrets: &Secrets,
    ) -> Result<Applied> {
        let call = call(change).ok_or(UNSUPPORTED)?;
        let reply = client::write(&self.http, credential, &call).await?;
        if !reply.is_empty() {
            reply.json::<serde::de::IgnoredAny>("answer")?;
        }
        Ok(Applied::working())
    }
}

const UNSUPPORTED: ProviderError = ProviderError::NotSent { reason: NotSent::Unsupported };
