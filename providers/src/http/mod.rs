//! The one place that sends. Reads may be tried again; a write leaves this module exactly once.

mod body;
mod budget;
mod call;
#[cfg(any(test, fuzzing))]
mod canned;
pub(crate) mod form;
mod headers;
mod key;
mod payload;
mod reply;
mod send;

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use tokio::time::Instant;

use crate::credential::Credential;
use crate::error::{NoAnswer, NotSent, ProviderError, Unread};
use crate::guard::GuardedResolver;
use crate::options::Options;

pub(crate) use call::{Call, Pace};
#[cfg(any(test, fuzzing))]
pub(crate) use canned::Canned;
pub(crate) use reply::Reply;

/// The shared clients.
pub(crate) struct Http {
    read: Client,
    write: Client,
    options: Arc<Options>,
    budget: budget::Budget,
    #[cfg(any(test, fuzzing))]
    canned: Option<Canned>,
}

impl Http {
    pub(crate) fn new(options: Arc<Options>) -> Result<Self, reqwest::Error> {
        let read = client(&options).pool_idle_timeout(Duration::from_secs(60)).build()?;
        // A fresh connection for every write: on a reused one, `hyper-util` re-sends what was cancelled under it.
        let write = client(&options).pool_max_idle_per_host(0).http1_only().build()?;
        Ok(Self {
            read,
            write,
            options,
            budget: budget::Budget::default(),
            #[cfg(any(test, fuzzing))]
            canned: None,
        })
    }

    /// Answers every call with `canned`, without a network.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn with(self, canned: Canned) -> Self {
        Self { canned: Some(canned), ..self }
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// Sends a call that changes nothing, again if that can help, all within the time limit of one read.
    pub(crate) async fn read(&self, credential: &Credential, call: &Call) -> Result<Reply, ProviderError> {
        let deadline = Instant::now() + self.options.read_timeout;
        let origin = credential.endpoint.base_url.origin().ascii_serialization();
        self.budget.earn(&origin);
        let mut tries = 0;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let outcome = self.once(&self.read, credential, call, left).await;
            let Some(pause) = self.pause_before_retry(&outcome, tries) else { return outcome };
            if Instant::now() + pause >= deadline || !self.budget.spend(&origin) {
                return outcome;
            }
            tokio::time::sleep(pause).await;
            tries += 1;
        }
    }

    /// Sends a call that may change something. Once.
    pub(crate) async fn write(&self, credential: &Credential, call: &Call) -> Result<Reply, ProviderError> {
        let limit = call.pace.limit(&self.options.write_timeout);
        self.once(&self.write, credential, call, limit).await
    }

    /// How long to wait before the next try; `None` when there should be none.
    fn pause_before_retry(&self, outcome: &Result<Reply, ProviderError>, tries: u32) -> Option<Duration> {
        let retries = &self.options.read_retries;
        if tries >= retries.most {
            return None;
        }
        let asked = match outcome {
            Ok(reply) if matches!(reply.status, 502..=504) => reply.retry_after,
            Err(
                ProviderError::NotSent { reason: NotSent::Connect }
                | ProviderError::NoAnswer { reason: NoAnswer::Reset }
                | ProviderError::Unreadable { why: Unread::CutShort, .. },
            ) => None,
            // A 429 concerns every call with this key; whoever spaces the calls must hear of it.
            _ => return None,
        };
        if asked.is_some_and(|asked| asked > retries.longest_pause) {
            return None;
        }
        let ceiling = retries.first_pause.saturating_mul(1 << tries.min(16)).min(retries.longest_pause);
        Some(budget::jitter(ceiling).max(asked.unwrap_or_default()))
    }
}

/// What both clients share.
fn client(options: &Options) -> reqwest::ClientBuilder {
    Client::builder()
        .user_agent(concat!("Skydeck/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(options.connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .referer(false)
        // Without this, reqwest repeats requests behind our back.
        .retry(reqwest::retry::never())
        .dns_resolver(Arc::new(GuardedResolver::new(&options.allowed_private)))
}
