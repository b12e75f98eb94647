//! A team's servers and the sources that they come from, as of one moment.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Timestamp;
use domain::freshness::SourceProblem;
use domain::ids::{CredentialId, ServerKey};
use domain::provider::Brand;
use domain::view::Facet;

use super::build;
use super::entry::{Entry, Shared};
use super::marked::Marked;
use super::order::Orders;
use super::select::Sums;
use crate::inventory::source::Row;
use crate::marks::{Mark, TeamMarks};

/// One source of servers: a location behind a key, or the list of locations behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceFacts {
    /// Through which key.
    pub(crate) credential: CredentialId,
    /// What the team calls the key.
    pub(crate) label: String,
    /// Who sells it.
    pub(crate) brand: Brand,
    /// The location; `None` for the list of locations and for platforms without.
    pub(crate) location: Option<String>,
    /// When it was last read.
    pub(crate) taken_at: Option<Timestamp>,
    /// Why it is not newer.
    pub(crate) problem: Option<SourceProblem>,
}

/// Data older than this is shown as stale even if no read failed; after a restart nothing has failed yet.
const STALE_AFTER_MS: i64 = 120_000;

/// Rows with everything that depends on them alone. Shared by successive [`TeamServers`] while no row changes.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(super) rows: Vec<Entry>,
    pub(super) by_key: HashMap<ServerKey, u32>,
    pub(super) orders: Orders,
    pub(super) shared: Shared,
    pub(super) sums: Sums,
    pub(super) states: Vec<Facet>,
    pub(super) brands: Vec<Facet>,
    pub(super) locations: Vec<Facet>,
}

/// What a team's pages are made from. Immutable: a change makes a new one.
#[derive(Debug, Default)]
pub(crate) struct TeamServers {
    pub(super) table: Arc<Table>,
    /// What Skydeck keeps beside them.
    pub(super) marked: Arc<Marked>,
    /// Every source of the team; rows name theirs by place.
    pub(crate) sources: Vec<SourceFacts>,
    /// Whether the team has any credential.
    pub(crate) has_credentials: bool,
}

impl TeamServers {
    /// Sorts and counts `rows`, each with the place of its source.
    pub(crate) fn new(
        sources: Vec<SourceFacts>,
        rows: Vec<(u32, ServerKey, Row)>,
        has_credentials: bool,
    ) -> Self {
        let table = Arc::new(build::table(&sources, rows));
        Self { table, marked: Arc::default(), sources, has_credentials }
    }

    /// The same rows under newer facts about their sources, which must be the same sources in the same order.
    pub(crate) fn with_sources(&self, sources: Vec<SourceFacts>) -> Self {
        let (table, marked) = (Arc::clone(&self.table), Arc::clone(&self.marked));
        Self { table, marked, sources, has_credentials: self.has_credentials }
    }

    /// The same servers with what is kept beside them; `former` lends its work where neither has changed.
    pub(crate) fn with_marks(self, marks: Arc<TeamMarks>, former: Option<&Self>) -> Self {
        let same = |former: &&Self| {
            Arc::ptr_eq(&former.table, &self.table) && Arc::ptr_eq(&former.marked.marks, &marks)
        };
        let marked = match former.filter(same) {
            Some(former) => Arc::clone(&former.marked),
            None => Arc::new(Marked::new(&self.table, marks)),
        };
        Self { marked, ..self }
    }

    /// What is kept beside a server.
    pub(crate) fn mark(&self, entry: &Entry) -> Option<&Mark> {
        self.marked.marks.get(&entry.key)
    }

    /// One server.
    pub(crate) fn get(&self, key: &ServerKey) -> Option<&Entry> {
        let place = *self.table.by_key.get(key)?;
        self.table.rows.get(place as usize)
    }

    /// The source that a row comes from.
    pub(crate) fn source(&self, entry: &Entry) -> Option<&SourceFacts> {
        self.sources.get(entry.source as usize)
    }

    /// When a row was read: with its source's list, or later by itself.
    pub(crate) fn taken_at(&self, entry: &Entry) -> Option<Timestamp> {
        self.source(entry).and_then(|source| source.taken_at).max(entry.read_at)
    }

    /// Whether a row is not live: reading it anew fails, or it was read long ago.
    pub(crate) fn is_stale(&self, entry: &Entry, now: Timestamp) -> bool {
        let failing = self.source(entry).is_some_and(|source| source.problem.is_some());
        failing || self.taken_at(entry).is_none_or(|at| now.since_ms(at) > STALE_AFTER_MS)
    }

    /// Servers in all.
    pub(crate) fn len(&self) -> usize {
        self.table.rows.len()
    }

    /// Servers seen through one key.
    pub(crate) fn of_key(&self, credential: CredentialId) -> impl Iterator<Item = &Entry> {
        self.table.rows.iter().filter(move |row| row.key.credential == credential)
    }

    /// How many they are.
    pub(crate) fn count_of(&self, credential: CredentialId) -> usize {
        self.of_key(credential).count()
    }

    /// Narrowings over the whole list: by state, by provider, by location, by tag.
    pub(crate) fn facets(&self) -> [&[Facet]; 4] {
        [&self.table.states, &self.table.brands, &self.table.locations, &self.marked.facets]
    }

    /// What has changed from `other` besides the times of reading: a page that shows it has to be told.
    pub(crate) fn differs_from(&self, other: &Self) -> bool {
        let quiet = |source: &SourceFacts| {
            // The next try moves with every failure, as does the provider's id of the call, and nobody needs to be told of that.
            let problem = source.problem.clone().map(|problem| SourceProblem {
                next_try: None,
                correlation_id: None,
                ..problem
            });
            (source.credential, source.location.clone(), source.taken_at.is_some(), problem)
        };
        !Arc::ptr_eq(&self.table, &other.table)
            || !Arc::ptr_eq(&self.marked.marks, &other.marked.marks)
            || self.has_credentials != other.has_credentials
            || !self.sources.iter().map(quiet).eq(other.sources.iter().map(quiet))
    }

    /// Whether a source was read since `other`, whatever that showed.
    pub(crate) fn is_newer_than(&self, other: &Self) -> bool {
        let taken = |source: &SourceFacts| source.taken_at;
        !self.sources.iter().map(taken).eq(other.sources.iter().map(taken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(message: &str, correlation_id: &str, next_try: i64) -> TeamServers {
        let source = SourceFacts {
            credential: CredentialId(uuid::Uuid::nil()),
            label: "Main".to_owned(),
            brand: Brand::Elastis,
            location: None,
            taken_at: Some(Timestamp(1)),
            problem: Some(SourceProblem {
                message: message.to_owned(),
                status: Some(500),
                correlation_id: Some(correlation_id.to_owned()),
                since: Timestamp(2),
                next_try: Some(Timestamp(next_try)),
            }),
        };
        TeamServers { sources: vec![source], ..TeamServers::default() }
    }

    #[test]
    fn another_failure_alike_is_no_news() {
        let before = failing("Out of order", "call-1", 10);
        let again = before.with_sources(failing("Out of order", "call-2", 20).sources);
        assert!(!again.differs_from(&before));
        let other = before.with_sources(failing("Under repair", "call-1", 10).sources);
        assert!(other.differs_from(&before));
    }

    #[test]
    fn another_reading_alike_is_newer_and_no_news() {
        let before = failing("Out of order", "call-1", 10);
        let mut sources = before.sources.clone();
        sources[0].taken_at = Some(Timestamp(7));
        let again = before.with_sources(sources);
        assert!(again.is_newer_than(&before) && !again.differs_from(&before));
        assert!(!before.with_sources(before.sources.clone()).is_newer_than(&before));
    }
}
