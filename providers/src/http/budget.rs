//! How many extra reads an ailing provider gets: one for every five asked for, and a few to begin with.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Fifths of a retry that an origin may save up.
const MOST: u32 = 50;
/// Fifths of a retry that an origin starts with.
const START: u32 = 25;
/// One retry costs this many fifths.
const PRICE: u32 = 5;
/// Origins that are remembered. People add custom addresses, so the number needs an end.
const ORIGINS: usize = 256;

/// Retries left, by origin.
#[derive(Debug, Default)]
pub(super) struct Budget(Mutex<HashMap<String, u32>>);

impl Budget {
    /// One read was asked for.
    pub(super) fn earn(&self, origin: &str) {
        let mut fifths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !fifths.contains_key(origin) && fifths.len() >= ORIGINS {
            fifths.clear();
        }
        let left = fifths.entry(origin.to_owned()).or_insert(START);
        *left = (*left + 1).min(MOST);
    }

    /// Takes one retry if there is one.
    pub(super) fn spend(&self, origin: &str) -> bool {
        let mut fifths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(left) = fifths.get_mut(origin) else { return false };
        let Some(rest) = left.checked_sub(PRICE) else { return false };
        *left = rest;
        true
    }
}

/// A random part of `ceiling`, so that clients which failed together do not come back together.
pub(super) fn jitter(ceiling: Duration) -> Duration {
    // Without randomness the whole pause is the gentle choice.
    let random = getrandom::u32().unwrap_or(u32::MAX);
    ceiling.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_are_a_fifth_of_reads_in_the_long_run() {
        let budget = Budget::default();
        let mut retries = 0;
        for _ in 0..1000 {
            budget.earn("https://a");
            while budget.spend("https://a") {
                retries += 1;
            }
        }
        assert_eq!(retries, (1000 + START) / PRICE);
        assert!(!budget.spend("https://unknown"));
    }

    #[test]
    fn jitter_stays_below_its_ceiling() {
        let ceiling = Duration::from_millis(500);
        assert!((0..100).all(|_| jitter(ceiling) <= ceiling));
    }
}
