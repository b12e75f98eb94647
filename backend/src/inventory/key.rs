//! What is known of one credential: its sources and what its provider lets it do.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::capability::{Capabilities, Family};
use domain::credential::CredentialHealth;
use domain::freshness::SourceProblem;
use domain::ids::{CredentialId, ServerKey, TeamId};
use domain::location::{GLOBAL, Location};
use domain::provider::{Brand, Platform};
use domain::server::{Server, ServerState};
use domain::timestamp::Timestamp;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::breaker::Breaker;
use super::families::Families;
use super::limits::KeyLimits;
use super::pace::RefreshConfig;
use super::source::{Content, Source, SourceKey};
use super::view::SourceFacts;
use super::writes::WriteCounts;
use crate::db::credentials::StoredCredential;

/// What a list of locations brought.
pub(super) enum Listed {
    /// It was taken over.
    Some {
        /// The set of sources is another one.
        changed: bool,
        /// It leaves out locations that were known.
        doubtful: bool,
    },
    /// It has no location at all, although servers are known: everything stays.
    Nothing,
}

/// One credential.
#[derive(Debug)]
pub(super) struct KeyState {
    pub(super) team: TeamId,
    pub(super) label: String,
    pub(super) brand: Brand,
    /// Counts replacements of the key.
    pub(super) key_version: i64,
    /// Counts fresh starts: replacements, and each time that a key is found to work again. What a read from before one
    /// says, of the content or of the key, is dropped.
    pub(super) generation: u64,
    /// The provider refused the key: no polling until it is replaced.
    pub(super) refused: bool,
    /// The stored key did not open, and that was written down.
    pub(super) unopened: bool,
    /// Locations and servers: what the list of servers is made from.
    pub(super) sources: BTreeMap<SourceKey, Source>,
    /// Everything else.
    pub(super) families: Families,
    pub(super) limits: KeyLimits,
    /// Stays when the key is replaced: it may be another key of the same account.
    pub(super) writes: WriteCounts,
    pub(super) breaker: Breaker,
    /// Bounds the reads under way with this key.
    pub(super) bulkhead: Arc<Semaphore>,
}

impl KeyState {
    /// A credential with the one source that finds the others: its list of locations, or its servers where calls take no location.
    pub(super) fn new(
        row: &StoredCredential,
        capabilities: &Capabilities,
        config: &RefreshConfig,
        now: Instant,
    ) -> Self {
        let StoredCredential { team, brand, .. } = *row;
        let first = match brand.platform() {
            Platform::Virtua => SourceKey::servers(GLOBAL),
            Platform::Warren => SourceKey::locations(),
        };
        let mut key = Self {
            team,
            label: row.label.clone(),
            brand,
            key_version: row.key_version,
            generation: 0,
            refused: matches!(row.health, CredentialHealth::Refused { .. }),
            unopened: false,
            sources: BTreeMap::from([(first, Source::default())]),
            families: Families::new(capabilities, config, now),
            limits: KeyLimits::new(brand.platform(), config.counted_over, now),
            writes: WriteCounts::default(),
            breaker: Breaker::new(config.breaker_open),
            bulkhead: Arc::new(Semaphore::new(config.concurrent_per_key)),
        };
        key.follow_locations();
        key
    }

    /// Families are read wherever servers are.
    pub(super) fn follow_locations(&mut self) {
        let servers = self.sources.keys().filter(|name| name.family == Family::Compute);
        let locations: Vec<String> = servers.map(|name| name.location.clone()).collect();
        self.families.follow(&locations);
    }

    /// A refused key is not read with, so nothing of it is live: says so on every source.
    pub(super) fn show_refusal(&mut self, health: &CredentialHealth) {
        let CredentialHealth::Refused { message, since } = health else { return };
        let refusal = SourceProblem {
            message: message.clone(),
            status: None,
            correlation_id: None,
            since: *since,
            next_try: None,
        };
        self.stop(&refusal);
    }

    /// Nothing is read any more: says so on every source.
    pub(super) fn stop(&mut self, refusal: &SourceProblem) {
        self.sources.values_mut().for_each(|source| source.stop(refusal));
        self.families.stop(refusal);
    }

    /// A replaced key: everything known stays on screen, and everything is read anew.
    pub(super) fn renew(&mut self, row: &StoredCredential, config: &RefreshConfig, now: Instant) {
        self.label.clone_from(&row.label);
        let replaced = self.key_version != row.key_version;
        self.key_version = row.key_version;
        self.generation += 1;
        self.refused = matches!(row.health, CredentialHealth::Refused { .. });
        self.unopened = false;
        self.limits = KeyLimits::new(self.brand.platform(), config.counted_over, now);
        self.breaker = Breaker::new(config.breaker_open);
        self.sources.values_mut().for_each(Source::renew);
        self.families.renew(replaced, config, now);
    }

    /// Takes up the list of locations as it was stored: one source of servers each.
    pub(super) fn know_locations(&mut self, locations: Vec<Location>) {
        for location in &locations {
            self.sources.entry(SourceKey::servers(&location.slug)).or_default();
        }
        let content = Content::Locations(Arc::new(locations));
        self.sources.entry(SourceKey::locations()).or_default().content = Some(content);
        self.follow_locations();
    }

    /// Whether servers are looked for in a location, as far as the list of locations is known.
    pub(super) fn knows_location(&self, location: &str) -> bool {
        let list = self.sources.get(&SourceKey::locations()).and_then(|source| source.content.as_ref());
        match list {
            Some(Content::Locations(known)) => known.iter().any(|known| known.slug == location),
            _ => true,
        }
    }

    /// Takes over the list of locations: one source of servers each. A location that it leaves out keeps its rows, marked,
    /// until a second list in a row leaves it out too; a list without any is not believed while servers are known.
    pub(super) fn take_locations(&mut self, listed: Vec<Location>, at: Timestamp) -> Listed {
        let is_listed = |slug: &str| listed.iter().any(|location| location.slug == slug);
        let empty = listed.is_empty() && self.sources.values().any(|source| !source.rows().is_empty());
        let (before, mut doubtful) = (self.sources.len(), false);
        self.sources.retain(|key, source| {
            key.family != Family::Compute || is_listed(&key.location) || empty || !source.missing
        });
        let mut changed = self.sources.len() != before;
        for (key, source) in self.sources.iter_mut().filter(|(key, _)| key.family == Family::Compute) {
            if is_listed(&key.location) {
                source.find();
            } else {
                source.miss(at);
                doubtful = true;
            }
        }
        if empty {
            return Listed::Nothing;
        }
        for location in &listed {
            self.sources.entry(SourceKey::servers(&location.slug)).or_insert_with(|| {
                changed = true;
                Source::default()
            });
        }
        // What is in doubt stays in the list: a restart must not forget its rows.
        let former = self.sources.get_mut(&SourceKey::locations()).and_then(|source| source.content.take());
        let mut locations = listed;
        if let Some(Content::Locations(former)) = former {
            for location in former.iter() {
                let listed = locations.iter().any(|known| known.slug == location.slug);
                if !listed && self.sources.contains_key(&SourceKey::servers(&location.slug)) {
                    locations.push(location.clone());
                }
            }
        }
        let content = Content::Locations(Arc::new(locations));
        self.sources.entry(SourceKey::locations()).or_default().content = Some(content);
        self.follow_locations();
        Listed::Some { changed, doubtful }
    }

    /// Takes over one server that was read by itself from `started` on. Returns whether it changed.
    pub(super) fn take_server(&mut self, location: &str, server: Server, started: Timestamp) -> bool {
        self.sources
            .get_mut(&SourceKey::servers(location))
            .is_some_and(|source| source.take_server(server, started))
    }

    /// Takes over a state that a write's answer named. Returns whether it changed.
    pub(super) fn take_state(&mut self, server: &ServerKey, state: ServerState, at: Timestamp) -> bool {
        self.sources
            .get_mut(&SourceKey::servers(&server.location))
            .is_some_and(|source| source.take_state(&server.id, state, at))
    }

    /// Its sources as pages name them, in the order of [`KeyState::sources`].
    pub(super) fn facts(&self, id: CredentialId) -> impl Iterator<Item = SourceFacts> + '_ {
        self.sources.iter().map(move |(key, source)| SourceFacts {
            credential: id,
            label: self.label.clone(),
            brand: self.brand,
            location: (key.location != GLOBAL).then(|| key.location.clone()),
            taken_at: source.taken_at,
            problem: source.problem.clone(),
        })
    }
}
