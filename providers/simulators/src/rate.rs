//! Sliding-window request counters, for the limits that Virtua documents.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// Which of the documented budgets a request draws on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Anything that carries no accepted key, counted per address.
    Anonymous,
    Read,
    Write,
    /// Not defined by any document; taken to be delete, order, rebuild and password.
    Critical,
}

impl Class {
    const fn per_window(self) -> usize {
        match self {
            Self::Anonymous => 30,
            Self::Read => 60,
            Self::Write => 20,
            Self::Critical => 5,
        }
    }
}

/// The requests of the last window, which is a minute at the real provider. All callers are one account at one address here.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    anonymous: VecDeque<Instant>,
    read: VecDeque<Instant>,
    write: VecDeque<Instant>,
    critical: VecDeque<Instant>,
}

impl Budget {
    /// Counts a request, or says after how many whole seconds to try again.
    pub(crate) fn take(&mut self, class: Class, window: Duration, now: Instant) -> Result<(), u64> {
        let seen = match class {
            Class::Anonymous => &mut self.anonymous,
            Class::Read => &mut self.read,
            Class::Write => &mut self.write,
            Class::Critical => &mut self.critical,
        };
        while seen.front().is_some_and(|first| now.duration_since(*first) >= window) {
            seen.pop_front();
        }
        if seen.len() < class.per_window() {
            seen.push_back(now);
            return Ok(());
        }
        let waited = seen.front().map_or(window, |first| now.duration_since(*first));
        Err(window.saturating_sub(waited).as_secs() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_secs(60);

    #[test]
    fn a_budget_refills_as_its_minute_passes() {
        let (mut budget, start) = (Budget::default(), Instant::now());
        for _ in 0..5 {
            assert_eq!(budget.take(Class::Critical, WINDOW, start), Ok(()));
        }
        assert_eq!(budget.take(Class::Critical, WINDOW, start + Duration::from_secs(20)), Err(41));
        assert_eq!(budget.take(Class::Read, WINDOW, start), Ok(()));
        assert_eq!(budget.take(Class::Critical, WINDOW, start + WINDOW), Ok(()));
    }
}
