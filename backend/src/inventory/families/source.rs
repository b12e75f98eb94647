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

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;

    const HALF_A_MINUTE: Duration = Duration::from_secs(30);

    fn at(seconds: i64, begin: Instant) -> Moment {
        let passed = Duration::from_secs(seconds.unsigned_abs());
        Moment { at: Timestamp(1000 * seconds), instant: begin + passed }
    }

    fn read_at(now: Moment) -> Beside {
        let mut beside = Beside::default();
        (beside.source.taken_at, beside.source.read_at) = (Some(now.at), Some(now.instant));
        beside
    }

    #[test]
    fn what_is_young_enough_is_not_wanted_and_what_is_not_is() {
        let begin = Instant::now();
        let mut beside = read_at(at(100, begin));
        assert!(!beside.want(HALF_A_MINUTE, at(130, begin)) && !beside.wanted);
        assert!(beside.want(HALF_A_MINUTE, at(131, begin)) && beside.wanted);
        assert!(Beside::default().want(HALF_A_MINUTE, at(100, begin)), "never read");
    }

    #[test]
    fn a_page_that_wants_it_newer_than_anything_can_be_does_not_ask_for_ever() {
        let begin = Instant::now();
        let mut beside = read_at(at(100, begin));
        assert!(!beside.want(Duration::ZERO, at(104, begin)));
        assert!(beside.want(Duration::ZERO, at(106, begin)));
        let mut set_back = read_at(at(100, begin));
        assert!(!set_back.want(Duration::ZERO, at(50, begin)), "a clock that was set back makes nothing old");
    }

    #[test]
    fn nobody_waits_for_what_waits_after_a_failure_but_it_is_read_then() {
        let begin = Instant::now();
        let mut beside = read_at(at(100, begin));
        beside.source.backoff_until = Some(at(300, begin).instant);
        assert!(!beside.want(HALF_A_MINUTE, at(200, begin)) && beside.wanted);
        assert!(!beside.tells(false), "no page says that it is being read");
        assert!(beside.tells(true), "but one shows what it was");
    }

    #[test]
    fn a_page_that_says_it_is_being_read_hears_of_the_end_once_even_if_nothing_changed() {
        let begin = Instant::now();
        let mut beside = read_at(at(100, begin));
        beside.source.running = true;
        assert!(beside.want(HALF_A_MINUTE, at(101, begin)), "under way already");
        assert!(!beside.wanted, "and not read twice");
        assert!(beside.tells(false));
        assert!(!beside.tells(true), "nobody has looked since");
    }

    #[test]
    fn what_a_change_made_out_of_date_is_not_young() {
        let begin = Instant::now();
        let mut beside = Beside { outdated: true, ..read_at(at(100, begin)) };
        assert!(beside.want(HALF_A_MINUTE, at(101, begin)));
    }
}
