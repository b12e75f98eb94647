//! The list: search, order, page, totals, and what keeps it from being complete.

use domain::ids::ServerKey;
use domain::query::{self, ServerQuery};
use domain::view::{ServerList, SourceBanner};

use super::ServerReader;
use super::row::row;
use crate::error::Result;
use crate::inventory::view::{Present, SourceFacts, Wanted};
use crate::services::preferences::{columns_of, views_of};

impl ServerReader<'_> {
    /// One page of the team's servers as last read. Waits for no provider.
    ///
    /// # Errors
    /// When the database does not answer for the person's columns and views.
    pub async fn list(&self, query: &ServerQuery) -> Result<ServerList> {
        let inventory = self.backend.inventory();
        inventory.watch(self.scope.team());
        let view = inventory.team(self.scope.team());
        let now = self.backend.now();
        let (terms, problems) = query::parse(&query.search);
        let operations = self.backend.operations();
        let pending = |key: &ServerKey| operations.open_on(key).is_some();
        let selection = view.select(&Wanted {
            terms: &terms,
            sort: query.sort,
            group: query.group,
            page: query.page as usize,
            present: Present { now, pending: &pending },
        });
        let [states, brands, locations, tags] = view.facets();
        Ok(ServerList {
            rows: selection.rows.iter().map(|entry| row(&view, entry, operations, now)).collect(),
            total: count(view.len()),
            matched: count(selection.matched),
            page: count(selection.page),
            pages: count(selection.pages),
            matched_states: selection.states,
            states: states.to_vec(),
            brands: brands.to_vec(),
            locations: locations.to_vec(),
            tags: tags.to_vec(),
            groups: selection.groups,
            columns: columns_of(self.backend, self.actor.user()).await?,
            views: views_of(self.backend, self.scope, self.actor).await?,
            totals: selection.totals,
            unpriced: selection.unpriced,
            banners: banners(&view.sources),
            first_reads: count(view.sources.iter().filter(|source| is_first_read(source)).count()),
            problems,
            has_credentials: view.has_credentials,
            now,
        })
    }
}

/// Whether a source has neither been read nor failed.
pub(super) const fn is_first_read(source: &SourceFacts) -> bool {
    source.taken_at.is_none() && source.problem.is_none()
}

/// A number for people; no account has four billion servers.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// One banner a trouble: the locations of one key that fail alike share one.
fn banners(sources: &[SourceFacts]) -> Vec<SourceBanner> {
    let mut banners: Vec<SourceBanner> = Vec::new();
    for source in sources {
        let Some(problem) = &source.problem else { continue };
        let alike = banners.iter_mut().find(|banner| {
            banner.credential == source.credential
                && banner.problem.message == problem.message
                && banner.problem.status == problem.status
        });
        if let Some(banner) = alike {
            banner.location = None;
            // Of several times the oldest: nothing under this banner is older.
            banner.taken_at = banner.taken_at.min(source.taken_at);
            continue;
        }
        banners.push(SourceBanner {
            credential: source.credential,
            credential_label: source.label.clone(),
            brand: source.brand,
            location: source.location.clone(),
            taken_at: source.taken_at,
            problem: problem.clone(),
        });
    }
    banners
}
