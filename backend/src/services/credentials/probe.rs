//! Tries a key by reading, before it is stored: does it work, whose is it, what does it open (security.md K10).

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use domain::error::{DomainError, ErrorKind};
use domain::ids::ProviderResourceId;
use domain::location::GLOBAL;
use domain::provider::{Brand, Platform};
use futures::stream::{self, StreamExt};
use providers::error::{NotSent, Refusal};
use providers::family::AccountInfo;
use providers::{Credential, ProviderError};

use crate::backend::Backend;
use crate::error::{BackendError, Result};

/// How long a person waits for the count of servers after the key itself was found to work.
const COUNT_LIMIT: Duration = Duration::from_secs(8);
/// Locations that are read at the same time.
const AT_ONCE: usize = 4;

/// What a key turned out to be.
pub(super) struct Probed {
    /// With base path and scheme settled.
    pub(super) credential: Credential,
    /// Whose account it opens.
    pub(super) account: Option<String>,
    /// For people.
    pub(super) summary: String,
    /// The servers that it opens; `None` when not all could be read in time.
    pub(super) servers: Option<HashSet<ProviderResourceId>>,
}

/// The servers that a key opens.
pub(super) struct Seen {
    servers: HashSet<ProviderResourceId>,
    /// Locations with servers.
    places: usize,
}

/// A provider's refusal of a new key, beside the field that can be wrong.
pub(super) fn beside_field(brand: Brand, own_address: bool, error: ProviderError) -> BackendError {
    let said = error.public_message();
    let blame = |field: &str, message: String| {
        let mut error_shown = DomainError::invalid(field, message);
        error_shown.correlation_id = error.correlation_id().map(ToOwned::to_owned);
        BackendError::from(error_shown)
    };
    match &error {
        ProviderError::Refused { class: Refusal::BadKey | Refusal::NotAllowed, .. } => {
            blame("key", format!("{} refused this key: {said} Nothing was stored.", brand.name()))
        }
        ProviderError::RateLimited { .. } => error.into(),
        ProviderError::NotSent { reason: NotSent::Request } => {
            blame("key", "This cannot be a key. Paste the key alone.".to_owned())
        }
        _ if own_address => blame("base_url", format!("{said} Check the address. Nothing was stored.")),
        _ => {
            let mut shown = DomainError::new(
                ErrorKind::ProviderUnavailable,
                format!(
                    "{} did not confirm the key: {said} Nothing was stored. Try again later.",
                    brand.name()
                ),
            );
            shown.correlation_id = error.correlation_id().map(ToOwned::to_owned);
            shown.into()
        }
    }
}

impl Backend {
    /// Tries the key and settles where it goes. Reads only.
    pub(super) async fn probe(&self, credential: &Credential, own_address: bool) -> Result<Probed> {
        let brand = credential.endpoint.brand;
        let provider = self.registry().provider(brand);
        let accounts = provider.account().ok_or_else(|| {
            BackendError::internal(format!("{} has no call that checks a key", brand.slug()))
        })?;
        let (settled, info) =
            accounts.probe(credential).await.map_err(|error| beside_field(brand, own_address, error))?;
        // The key was typed for this host; a driver that settles on another one is wrong.
        if settled.endpoint.base_url.origin() != credential.endpoint.base_url.origin() {
            return Err(BackendError::internal("probing a key moved it to another host"));
        }
        let seen = self.seen(&settled).await;
        let summary = summary(&settled, &info, seen.as_ref());
        let servers = seen.map(|seen| seen.servers);
        Ok(Probed { credential: settled, account: info.holder, summary, servers })
    }

    /// What the key opens, as far as the provider tells in time.
    pub(super) async fn seen(&self, credential: &Credential) -> Option<Seen> {
        tokio::time::timeout(COUNT_LIMIT, self.read_servers(credential)).await.ok().flatten()
    }

    /// `None` when any part could not be read.
    async fn read_servers(&self, credential: &Credential) -> Option<Seen> {
        let provider = self.registry().provider(credential.endpoint.brand);
        let compute = provider.compute()?;
        let slugs = match credential.endpoint.brand.platform() {
            Platform::Virtua => vec![GLOBAL.to_owned()],
            Platform::Warren => {
                let locations = provider.locations()?.list(credential).await.ok()?;
                locations.into_iter().map(|location| location.slug).collect()
            }
        };
        let mut lists = stream::iter(slugs)
            .map(async |slug| compute.list(credential, &slug).await)
            .buffer_unordered(AT_ONCE);
        let (mut servers, mut places) = (HashSet::new(), BTreeSet::new());
        while let Some(list) = lists.next().await {
            for server in list.ok()? {
                servers.insert(server.id);
                places.insert(server.location.slug);
            }
        }
        Some(Seen { servers, places: places.len() })
    }
}

/// What the key opens, in one sentence.
pub(super) fn summary(credential: &Credential, info: &AccountInfo, seen: Option<&Seen>) -> String {
    let opens = info.holder.as_deref().unwrap_or_else(|| credential.endpoint.brand.name());
    match seen.map(|seen| (seen.servers.len(), seen.places)) {
        Some((0, _)) => format!("Opens {opens}: no servers yet."),
        Some((servers, places)) => format!(
            "Opens {opens}: {servers} {} in {places} {}.",
            if servers == 1 { "server" } else { "servers" },
            if places == 1 { "location" } else { "locations" },
        ),
        None => info.summary.clone(),
    }
}
