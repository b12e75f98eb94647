//! What is read beside locations and servers: what can be ordered, what stands around servers, what things cost. It
//! lives as they do, except that its trouble is its own: it refuses no key, opens no breaker of theirs and raises no
//! banner on the server list.

mod apply;
mod arrive;
mod due;
mod facts;
mod kept;
mod load;
mod offered;
mod read;
mod replicas;
mod source;
#[cfg(test)]
mod tests;
mod want;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::capability::Capabilities;
use domain::freshness::SourceProblem;
use tokio::sync::Semaphore;
use tokio::time::Instant;

pub(super) use due::take_due_of;
pub use facts::{Held, KeyFacts};
pub(super) use kept::Kept;

use super::breaker::Breaker;
use super::pace::RefreshConfig;
use super::source::{Source, SourceKey};
use offered::Offered;
use source::Beside;

/// Everything of one credential beside its locations and servers.
#[derive(Debug)]
pub(super) struct Families {
    offered: Offered,
    sources: BTreeMap<SourceKey, Beside>,
    /// Its own: families that fail must not keep servers from being read.
    pub(super) breaker: Breaker,
    /// Its own: families that hang must not take the room of servers.
    pub(super) bulkhead: Arc<Semaphore>,
    /// When reading with this key began; families wait a while for the lists of servers.
    since: Instant,
}

impl Families {
    pub(super) fn new(capabilities: &Capabilities, config: &RefreshConfig, now: Instant) -> Self {
        let offered = Offered::of(capabilities);
        let sources = offered.global().map(|name| (name, Beside::default())).collect();
        Self {
            offered,
            sources,
            breaker: Breaker::new(config.breaker_open),
            bulkhead: Arc::new(Semaphore::new(config.families.concurrent_per_key)),
            since: now,
        }
    }

    /// One source for each family that a location has, and none in locations that have gone.
    pub(super) fn follow(&mut self, locations: &[String]) {
        let offered = &self.offered;
        self.sources.retain(|name, _| !offered.is_local(name.family) || locations.contains(&name.location));
        for location in locations {
            for name in offered.local(location) {
                self.sources.entry(name).or_default();
            }
        }
    }

    /// A replaced key: everything known stays, and everything is read anew. With the same key as before, only what
    /// could not be read.
    pub(super) fn renew(&mut self, replaced: bool, config: &RefreshConfig, now: Instant) {
        self.breaker = Breaker::new(config.breaker_open);
        self.since = now;
        let sources = self.sources.values_mut().map(|beside| &mut beside.source);
        sources.filter(|source| replaced || source.problem.is_some()).for_each(Source::renew);
    }

    /// The key is refused: nothing is read any more.
    pub(super) fn stop(&mut self, refusal: &SourceProblem) {
        self.sources.values_mut().for_each(|beside| beside.source.stop(refusal));
    }

    /// One source, if it is kept here.
    pub(super) fn source_mut(&mut self, name: &SourceKey) -> Option<&mut Source> {
        self.sources.get_mut(name).map(|beside| &mut beside.source)
    }
}
