//! A source beside the list of servers: what every source has, and who waits for it.

use std::time::Duration;

use tokio::time::Instant;

use crate::inventory::apply::Moment;
use crate::inventory::source::Source;

/// However fresh someone wants a source: what is not older than this is fresh. Keeps a page that is told of an answer
/// and asks again from asking for ever.
const FRESH: Duration = Duration::from_secs(5);

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) source: Source,
    /// Someone wants it newer than it is.
    pub(super) wanted: bool,
    /// A page says that it is being read, and has to hear when that ends.
    pub(super) awaited: bool,
    /// A page was made from it since pages were last told of a change.
    pub(super) shown: bool,
    /// What it is about was changed since it was read.
    pub(super) outdated: bool,
    /// When someone last wanted it.
    pub(super) looked_at: Option<Instant>,
}

impl Beside {
    /// Has it read soon if it is older than `at_most`. Returns whether a read is under way or begins at once; not while
    /// it waits after a failure.
    pub(super) fn want(&mut self, at_most: Duration, now: Moment) -> bool {
        self.shown = true;
        self.looked_at = Some(now.instant);
        let under_way = self.source.running || self.source.asked;
        if !under_way {
            if !self.outdated && self.is_fresh(at_most.max(FRESH), now) {
                return false;
            }
            self.wanted = true;
            if self.source.backoff_until.is_some_and(|until| until > now.instant) {
                return false;
            }
        }
        self.awaited = true;
        true
    }

    /// Whether someone wanted it less than `window` ago.
    pub(super) fn is_seen(&self, window: Duration, now: Instant) -> bool {
        self.looked_at.is_some_and(|at| now.saturating_duration_since(at) < window)
    }

    fn is_fresh(&self, at_most: Duration, now: Moment) -> bool {
        let age = |at: domain::Timestamp| {
            Duration::from_millis(now.at.0.saturating_sub(at.0).max(0).unsigned_abs())
        };
        self.source.taken_at.is_some_and(|at| age(at) <= at_most)
    }

    /// A read ended. Returns whether open pages have to be told.
    pub(super) fn tells(&mut self, changed: bool) -> bool {
        let tells = self.awaited || (self.shown && changed);
        if tells {
            (self.awaited, self.shown) = (false, false);
        }
        tells
    }
}
