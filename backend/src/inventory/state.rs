//! The inventory's working state: every credential with its sources, behind one lock that is never held across an await.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use domain::capability::Family;
use domain::ids::{CredentialId, ServerKey, TeamId};
use tokio::time::Instant;

use super::key::KeyState;
use super::source::Row;
use super::view::{SourceFacts, TeamServers};
use crate::events::Events;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) keys: BTreeMap<CredentialId, KeyState>,
    /// When a team's servers were last looked at.
    pub(super) watched: HashMap<TeamId, Instant>,
    /// Grows with every change of a team's rows or set of sources.
    pub(super) versions: HashMap<TeamId, u64>,
    /// Teams whose pages show something older than this state.
    pub(super) dirty: HashSet<TeamId>,
    /// Teams whose open pages wanted something that has arrived.
    pub(super) arrived: HashSet<TeamId>,
}

impl State {
    /// Notes that what a team's pages show is out of date; `rows` when rows or the set of sources changed.
    pub(super) fn touch(&mut self, team: TeamId, rows: bool) {
        self.dirty.insert(team);
        if rows {
            *self.versions.entry(team).or_default() += 1;
        }
    }

    /// Notes that a team's pages show this state. What came while they were made waits for the next time.
    pub(super) fn shown(&mut self, team: TeamId) {
        if self.dirty.contains(&team) {
            return;
        }
        for key in self.keys.values_mut().filter(|key| key.team == team) {
            key.sources.values_mut().filter(|source| !source.running).for_each(|source| source.heeds = false);
        }
    }

    /// Counts teams with an open page as looked at.
    pub(super) fn note_open_pages(&mut self, events: &Events, now: Instant) {
        let teams: HashSet<TeamId> = self.keys.values().map(|key| key.team).collect();
        self.watched.extend(teams.into_iter().filter(|team| events.watched(*team)).map(|team| (team, now)));
    }

    /// Copies what a team's pages need, rows only if one has changed since the version that `former` shows.
    pub(super) fn collect(&self, team: TeamId, former: Option<&(u64, Arc<TeamServers>)>) -> Collected {
        let version = self.versions.get(&team).copied().unwrap_or_default();
        let keys = || self.keys.iter().filter(|(_, key)| key.team == team);
        let sources = keys().flat_map(|(id, key)| key.facts(*id)).collect();
        let has_credentials = keys().next().is_some();
        if former.is_some_and(|(at, _)| *at == version) {
            return Collected { version, sources, rows: None, has_credentials };
        }
        let rows = keys()
            .flat_map(|(id, key)| key.sources.iter().map(move |(name, source)| (id, name, source)))
            .zip(0_u32..)
            .filter(|((_, name, _), _)| name.family == Family::Compute)
            .flat_map(|((id, name, source), place)| {
                source.rows().iter().map(move |row| {
                    let key = ServerKey {
                        credential: *id,
                        location: name.location.clone(),
                        id: row.server.id.clone(),
                    };
                    (place, key, row.clone())
                })
            })
            .collect();
        Collected { version, sources, rows: Some(rows), has_credentials }
    }
}

/// What a team's view is built from, after the lock is given back.
pub(super) struct Collected {
    version: u64,
    sources: Vec<SourceFacts>,
    rows: Option<Vec<(u32, ServerKey, Row)>>,
    has_credentials: bool,
}

impl Collected {
    /// Sorts and counts the rows, or takes `former`'s table where no row has changed.
    pub(super) fn build(self, former: Option<&(u64, Arc<TeamServers>)>) -> (u64, TeamServers) {
        let Self { version, sources, rows, has_credentials } = self;
        let view = match (rows, former) {
            (None, Some((_, former))) => former.with_sources(sources),
            (rows, _) => TeamServers::new(sources, rows.unwrap_or_default(), has_credentials),
        };
        (version, view)
    }
}
