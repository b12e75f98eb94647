//! What a provider lets one key do: a number of reads per minute, and the pauses that it asks for (`security.md` I9).

use std::time::Duration;

use domain::provider::Platform;
use tokio::time::Instant;

use super::pace::{RETRY_AFTER_DEFAULT, RETRY_AFTER_MAX, allowance};

/// One per key, shared by everything that reads with it; writes heed its pauses and are counted in [`super::writes`].
#[derive(Debug)]
pub(super) struct KeyLimits {
    /// Reads that may be made at once; refills evenly.
    tokens: f64,
    capacity: f64,
    per_second: Option<f64>,
    counted_at: Instant,
    not_before: Option<Instant>,
}

impl KeyLimits {
    pub(super) fn new(platform: Platform, counted_over: Duration, now: Instant) -> Self {
        let (capacity, per_second) = match allowance(platform) {
            Some((at_once, then)) => {
                (f64::from(at_once), Some(f64::from(then) / counted_over.as_secs_f64().max(0.001)))
            }
            None => (0.0, None),
        };
        Self { tokens: capacity, capacity, per_second, counted_at: now, not_before: None }
    }

    /// Counts `reads`, or says when to come back.
    pub(super) fn take(&mut self, reads: u32, now: Instant) -> Result<(), Instant> {
        self.take_leaving(0, reads, now)
    }

    /// Counts `reads` if at least `left` further ones could be made at once, or says when to come back.
    pub(super) fn take_leaving(&mut self, left: u32, reads: u32, now: Instant) -> Result<(), Instant> {
        if let Some(until) = self.silent_until(now) {
            return Err(until);
        }
        let Some(per_second) = self.per_second else { return Ok(()) };
        let passed = now.saturating_duration_since(self.counted_at).as_secs_f64();
        self.tokens = (self.tokens + passed * per_second).min(self.capacity);
        self.counted_at = now;
        // A read that costs more than the whole allowance waits until it is full, not for ever.
        let cost = (f64::from(reads) + f64::from(left)).min(self.capacity);
        if self.tokens >= cost {
            self.tokens -= f64::from(reads);
            return Ok(());
        }
        Err(now + Duration::from_secs_f64((cost - self.tokens) / per_second))
    }

    /// Until when nothing is sent with this key, because the provider asked for a pause.
    pub(super) fn silent_until(&self, now: Instant) -> Option<Instant> {
        self.not_before.filter(|until| now < *until)
    }

    /// Obeys a 429: nothing is sent with this key for as long as the provider said.
    pub(super) fn pause(&mut self, retry_after: Option<Duration>, now: Instant) -> Duration {
        let pause = retry_after.unwrap_or(RETRY_AFTER_DEFAULT).min(RETRY_AFTER_MAX);
        self.not_before = self.not_before.max(Some(now + pause));
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn virtua_stays_below_sixty_reads_in_any_minute() {
        let start = Instant::now();
        let mut limits = KeyLimits::new(Platform::Virtua, Duration::from_secs(60), start);
        let mut sent = Vec::new();
        for tenth in 0..3000 {
            let now = start + Duration::from_millis(100 * tenth);
            if limits.take(1, now).is_ok() {
                sent.push(now);
            }
        }
        for (place, first) in sent.iter().enumerate() {
            let minute =
                sent[place..].iter().take_while(|at| **at - *first < Duration::from_secs(60)).count();
            assert!(minute <= 60, "{minute}");
        }
        assert!(sent.len() > 180, "and uses most of them: {}", sent.len());
    }

    #[test]
    fn i9_a_429_silences_the_whole_key_for_as_long_as_it_says() {
        let now = Instant::now();
        let mut limits = KeyLimits::new(Platform::Warren, Duration::from_secs(60), now);
        limits.pause(Some(Duration::from_secs(7)), now);
        assert_eq!(limits.take(1, now), Err(now + Duration::from_secs(7)));
        assert_eq!(limits.take(1, now + Duration::from_secs(7)), Ok(()));
    }
}
