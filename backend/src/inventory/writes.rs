//! Writes wait until their provider lets one key send more of them: until few enough are counted, and until a pause that it
//! asked for is over. Nothing was sent then, so waiting is safe, which trying again would not be.

use std::collections::VecDeque;
use std::time::Duration;

use domain::change::Change;
use domain::ids::CredentialId;
use domain::provider::Platform;
use providers::limits;
use tokio::time::Instant;

use super::Inventory;

/// The writes of one key that its provider may still count.
#[derive(Debug, Default)]
pub(super) struct WriteCounts {
    all: Count,
    critical: Count,
}

/// The writes of one class.
///
/// The provider counts a write at some moment between its sending and its answer. So one takes its place from the sending
/// on until a whole window after the answer, and no window of the provider's ever has more of them than there are places,
/// however long a write was on its way.
#[derive(Debug, Default)]
struct Count {
    on_their_way: usize,
    answered: VecDeque<Instant>,
}

impl Count {
    /// Whether one more has room among `most`; if not, when to ask again.
    fn room(&mut self, most: usize, window: Duration, now: Instant) -> Result<(), Instant> {
        while self.answered.front().is_some_and(|first| now.saturating_duration_since(*first) >= window) {
            self.answered.pop_front();
        }
        if self.on_their_way + self.answered.len() < most {
            return Ok(());
        }
        // Those on their way may be answered any time.
        let answered = self.answered.front().map(|first| *first + window);
        Err(answered.unwrap_or(now + window / 60))
    }

    fn end(&mut self, sent: bool, now: Instant) {
        self.on_their_way = self.on_their_way.saturating_sub(1);
        if sent {
            self.answered.push_back(now);
        }
    }
}

impl WriteCounts {
    /// Takes a place for a write, or says when to ask again.
    fn take(
        &mut self,
        platform: Platform,
        critical: bool,
        window: Duration,
        now: Instant,
    ) -> Result<(), Instant> {
        if let Some(limits) = limits::of(platform) {
            self.all.room(most(limits.writes), window, now)?;
            if critical {
                self.critical.room(most(limits.critical), window, now)?;
            }
        }
        self.begin(critical);
        Ok(())
    }

    fn begin(&mut self, critical: bool) {
        self.all.on_their_way += 1;
        self.critical.on_their_way += usize::from(critical);
    }

    fn end(&mut self, critical: bool, sent: bool, now: Instant) {
        self.all.end(sent, now);
        if critical {
            self.critical.end(sent, now);
        }
    }
}

/// A fifth of what the provider allows is left to people who work beside Skydeck with the same account.
fn most(documented: u32) -> usize {
    usize::try_from(documented - documented / 5).unwrap_or(usize::MAX)
}

/// A place among the writes of a key, given back when this is dropped.
#[must_use = "the place is given back when this is dropped"]
pub(crate) struct WriteTurn {
    inventory: Inventory,
    key: CredentialId,
    critical: bool,
    sent: bool,
}

impl WriteTurn {
    /// The write is about to be sent: from its answer on the place stays taken for as long as the provider counts.
    pub(crate) const fn send(&mut self) {
        self.sent = true;
    }
}

impl Drop for WriteTurn {
    fn drop(&mut self) {
        if let Some(known) = self.inventory.state().keys.get_mut(&self.key) {
            known.writes.end(self.critical, self.sent, Instant::now());
        }
    }
}

impl Inventory {
    /// Takes a place for `change` among the writes of a key.
    ///
    /// # Errors
    /// When to ask again: the provider asked for a pause, or would count too many.
    pub(crate) fn write_turn(&self, key: CredentialId, change: &Change) -> Result<WriteTurn, Instant> {
        let critical = limits::is_critical(change);
        let now = Instant::now();
        if let Some(known) = self.state().keys.get_mut(&key) {
            if let Some(until) = known.limits.silent_until(now) {
                return Err(until);
            }
            known.writes.take(known.brand.platform(), critical, self.0.config.counted_over, now)?;
        }
        Ok(WriteTurn { inventory: self.clone(), key, critical, sent: false })
    }

    /// Counts a critical write that someone waits for and that is sent at once.
    pub(crate) fn count_critical(&self, key: CredentialId) -> WriteTurn {
        if let Some(known) = self.state().keys.get_mut(&key) {
            known.writes.begin(true);
        }
        WriteTurn { inventory: self.clone(), key, critical: true, sent: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = limits::WINDOW;

    /// How many of `wanted` writes are sent within a minute and when the next may be, each answered after `takes`.
    fn sent(platform: Platform, critical: bool, wanted: usize, takes: Duration) -> (usize, Option<Duration>) {
        let (mut counts, start) = (WriteCounts::default(), Instant::now());
        for number in 0..wanted {
            if let Err(until) = counts.take(platform, critical, WINDOW, start) {
                return (number, Some(until - start));
            }
            counts.end(critical, true, start + takes);
        }
        (wanted, None)
    }

    #[test]
    fn virtua_gets_fewer_writes_in_a_minute_than_it_allows_and_warren_as_many_as_there_are() {
        let takes = Duration::from_secs(3);
        let again = Some(WINDOW + takes);
        assert_eq!(sent(Platform::Virtua, true, 100, takes), (4, again));
        assert_eq!(sent(Platform::Virtua, false, 100, takes), (16, again));
        assert_eq!(sent(Platform::Warren, true, 100, takes), (100, None));
    }

    #[test]
    fn a_critical_write_is_a_write_too_and_what_was_not_sent_is_not_counted() {
        let (mut counts, now) = (WriteCounts::default(), Instant::now());
        for number in 0..16 {
            assert_eq!(counts.take(Platform::Virtua, number < 4, WINDOW, now), Ok(()), "{number}");
        }
        assert!(counts.take(Platform::Virtua, false, WINDOW, now).is_err(), "all are on their way");
        counts.end(true, false, now);
        assert_eq!(counts.take(Platform::Virtua, true, WINDOW, now), Ok(()), "one was not sent");
        for number in 0..16 {
            counts.end(number < 4, true, now);
        }
        assert_eq!(counts.take(Platform::Virtua, true, WINDOW, now), Err(now + WINDOW));
        assert_eq!(counts.take(Platform::Virtua, true, WINDOW, now + WINDOW), Ok(()));
    }

    #[test]
    fn a_write_that_was_on_its_way_for_long_is_counted_from_its_answer() {
        let (mut counts, start) = (WriteCounts::default(), Instant::now());
        for _ in 0..4 {
            counts.take(Platform::Virtua, true, WINDOW, start).unwrap();
        }
        let late = start + 2 * WINDOW;
        assert!(counts.take(Platform::Virtua, true, WINDOW, late).is_err());
        counts.end(true, true, late);
        assert!(counts.take(Platform::Virtua, true, WINDOW, late + WINDOW / 2).is_err());
    }
}
