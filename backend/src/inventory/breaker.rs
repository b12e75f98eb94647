//! Spares a provider that fails, and ourselves the waiting: after several failures calls with a key stop for a while (`security.md` I8).

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// So many failures within [`WINDOW`] open it.
const FAILURES: usize = 5;
/// See [`FAILURES`].
const WINDOW: Duration = Duration::from_secs(30);
/// More than half of so many recent calls failing opens it as well.
const RECENT: usize = 20;

/// One per key.
#[derive(Debug)]
pub(super) struct Breaker {
    /// How long it stays open before one call may try again.
    open: Duration,
    recent: VecDeque<bool>,
    failures: VecDeque<Instant>,
    open_until: Option<Instant>,
    probing: bool,
}

impl Breaker {
    /// A closed one that, once open, stays so for `open`.
    pub(super) const fn new(open: Duration) -> Self {
        Self { open, recent: VecDeque::new(), failures: VecDeque::new(), open_until: None, probing: false }
    }

    /// Lets a call through, or says until when there is no use asking.
    pub(super) fn admit(&mut self, now: Instant) -> Result<(), Instant> {
        match self.open_until {
            None => Ok(()),
            Some(until) if now < until => Err(until),
            // One call finds out; its record closes or reopens.
            Some(_) if self.probing => Err(now + self.open),
            Some(_) => {
                self.probing = true;
                Ok(())
            }
        }
    }

    /// Until when calls that cannot close it have to wait; `None` while it is closed.
    pub(super) fn closed_until(&self, now: Instant) -> Option<Instant> {
        self.open_until.map(|until| if now < until { until } else { now + self.open })
    }

    /// Counts how a call ended.
    pub(super) fn record(&mut self, now: Instant, worked: bool) {
        if self.probing {
            self.probing = false;
            if worked {
                *self = Self::new(self.open);
            } else {
                self.open_until = Some(now + self.open);
            }
            return;
        }
        self.recent.push_back(worked);
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
        if worked {
            return;
        }
        self.failures.push_back(now);
        while self.failures.front().is_some_and(|first| now.duration_since(*first) > WINDOW) {
            self.failures.pop_front();
        }
        let failed = self.recent.iter().filter(|worked| !**worked).count();
        if self.failures.len() >= FAILURES || (self.recent.len() == RECENT && failed * 2 > RECENT) {
            self.open_until = Some(now + self.open);
        }
    }

    /// Gives back an admission whose call was not made after all.
    pub(super) const fn release(&mut self) {
        self.probing = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Duration = Duration::from_secs(30);

    fn failing(times: usize, every: Duration) -> (Breaker, Instant) {
        let (mut breaker, mut now) = (Breaker::new(OPEN), Instant::now());
        for _ in 0..times {
            assert_eq!(breaker.admit(now), Ok(()));
            breaker.record(now, false);
            now += every;
        }
        (breaker, now)
    }

    #[test]
    fn i8_five_failures_in_thirty_seconds_open_it_and_one_call_tries_again() {
        let (mut breaker, now) = failing(5, Duration::from_secs(1));
        let until = breaker.admit(now).unwrap_err();
        assert_eq!(breaker.admit(until), Ok(()), "one call tries");
        assert!(breaker.admit(until).is_err(), "and only one");
        breaker.record(until, true);
        assert_eq!(breaker.admit(until), Ok(()));
    }

    #[test]
    fn i8_a_trial_that_fails_opens_it_again() {
        let (mut breaker, now) = failing(5, Duration::from_secs(1));
        let until = breaker.admit(now).unwrap_err();
        assert_eq!(breaker.admit(until), Ok(()));
        breaker.record(until, false);
        assert_eq!(breaker.admit(until), Err(until + OPEN));
    }

    #[test]
    fn i8_rare_failures_open_it_once_more_than_half_of_twenty_calls_fail() {
        let (mut breaker, mut now) = (Breaker::new(OPEN), Instant::now());
        for call in 0..20 {
            breaker.record(now, call % 2 == 0);
            now += Duration::from_secs(60);
        }
        assert_eq!(breaker.admit(now), Ok(()), "half is not more than half");
        breaker.record(now, false);
        breaker.record(now, false);
        assert!(breaker.admit(now).is_err());
    }
}
