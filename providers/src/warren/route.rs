//! Where a location's calls go. Normally the slug stands before the path; some accounts reach their default location
//! only without it.

use domain::location::{GLOBAL, Location};

use url::Url;

use super::{Warren, client, map, wire};
use crate::credential::Credential;
use crate::error::{ProviderError, Refusal};
use crate::http::{Call, Reply};
use crate::wire::List;

impl Warren {
    /// `call` with the slug in its place, if it acts in a location at all.
    pub(super) fn at(&self, credential: &Credential, slug: &str, call: Call) -> Call {
        if !call.located || slug == GLOBAL || slug.is_empty() || self.memory.is_default_only(credential, slug)
        {
            call
        } else {
            call.below(slug)
        }
    }

    /// The same for a plan, which knows an address and no key.
    pub(super) fn at_address(&self, base_url: &Url, slug: &str, call: Call) -> Call {
        let bare = !call.located || slug == GLOBAL || slug.is_empty();
        if bare || self.memory.is_default_only_at(base_url, slug) { call } else { call.below(slug) }
    }

    /// Reads in a location. After the route error the default location is tried without its slug, where it must
    /// answer the same; any other location would show the default one's things as its own.
    pub(super) async fn read_at(
        &self,
        credential: &Credential,
        slug: &str,
        call: Call,
    ) -> Result<Reply, ProviderError> {
        let scoped = self.at(credential, slug, call.clone());
        let outcome = client::read(&self.http, credential, &scoped).await;
        let lost = matches!(&outcome, Err(error) if error.refusal() == Some(Refusal::UnknownRoute));
        if !lost || scoped.path == call.path || !self.is_default(credential, slug).await {
            return outcome;
        }
        let outcome = client::read(&self.http, credential, &call).await;
        if outcome.is_ok() {
            tracing::info!(credential = %credential.id, location = slug, "location answers only without its slug");
            self.memory.set_default_only(credential, slug);
        }
        outcome
    }

    /// Every location, remembered for names and for [`Warren::read_at`].
    pub(super) async fn read_locations(
        &self,
        credential: &Credential,
    ) -> Result<Vec<Location>, ProviderError> {
        let reply = client::read(&self.http, credential, &client::locations()).await?;
        let rows: List<wire::Location> = reply.json("list of locations")?;
        let locations: Vec<Location> = rows.items.iter().filter_map(map::location).collect();
        self.memory.set_locations(credential, &locations);
        Ok(locations)
    }

    /// The location as it was last listed, or as a read lists it now.
    pub(super) async fn location(&self, credential: &Credential, slug: &str) -> Location {
        if self.memory.locations(credential).is_none() {
            // A failure is logged where it happens, and costs no more than the name.
            let _unneeded = self.read_locations(credential).await;
        }
        self.known_location(credential, slug)
    }

    /// The location as it was last listed; by its slug alone when that is not known.
    pub(super) fn known_location(&self, credential: &Credential, slug: &str) -> Location {
        let known = self.memory.locations(credential).unwrap_or_default();
        known.into_iter().find(|location| location.slug == slug).unwrap_or_else(|| Location {
            slug: slug.to_owned(),
            name: slug.to_owned(),
            country: None,
            is_default: false,
        })
    }

    async fn is_default(&self, credential: &Credential, slug: &str) -> bool {
        let known = match self.memory.locations(credential) {
            Some(known) => known,
            None => self.read_locations(credential).await.unwrap_or_default(),
        };
        let only = known.len() == 1;
        known.iter().any(|location| location.slug == slug && (location.is_default || only))
    }
}
