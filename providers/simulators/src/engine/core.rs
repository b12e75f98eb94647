//! The part of a simulator that does not depend on its platform.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use time::OffsetDateTime;
use tokio::sync::watch;

use super::lock;
use crate::clock;
use crate::control::Effect;
use crate::fault::Faults;
use crate::log::Log;
use crate::options::SimOptions;
use crate::rate::Budget;

/// The simulated clock goes no further ahead than this, so that no date overflows: a hundred years.
const FURTHEST: Duration = Duration::from_secs(100 * 365 * 86_400);

pub(crate) struct Core {
    pub(crate) options: SimOptions,
    stopping: watch::Receiver<bool>,
    /// How far the simulated clock is ahead of the real one.
    ahead: Mutex<Duration>,
    faults: Mutex<Faults>,
    log: Mutex<Log>,
    effects: Mutex<Vec<Effect>>,
    budget: Mutex<Budget>,
    answers: AtomicU64,
}

impl Core {
    pub(crate) fn new(options: SimOptions, stopping: watch::Receiver<bool>) -> Self {
        Self {
            options,
            stopping,
            ahead: Mutex::default(),
            faults: Mutex::default(),
            log: Mutex::default(),
            effects: Mutex::default(),
            budget: Mutex::default(),
            answers: AtomicU64::new(0),
        }
    }

    /// Waits until the simulator stops or is dropped, so that work under way ends with it.
    pub(crate) async fn stopped(&self) {
        let mut stopping = self.stopping.clone();
        // An error means that the sender is gone, which says the same.
        let _stopped = stopping.wait_for(|stop| *stop).await.is_ok();
    }

    /// The simulated time.
    pub(crate) fn now(&self) -> OffsetDateTime {
        clock::wall() + *lock(&self.ahead)
    }

    /// Moves the simulated clock forward.
    pub(crate) fn advance(&self, by: Duration) {
        let mut ahead = lock(&self.ahead);
        *ahead = ahead.saturating_add(by).min(FURTHEST);
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }

    pub(crate) fn effects(&self) -> MutexGuard<'_, Vec<Effect>> {
        lock(&self.effects)
    }

    pub(crate) fn budget(&self) -> MutexGuard<'_, Budget> {
        lock(&self.budget)
    }

    pub(crate) fn next_answer(&self) -> u64 {
        self.answers.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn reset(&self) {
        *lock(&self.ahead) = Duration::ZERO;
        self.faults().clear();
        *self.log() = Log::default();
        self.effects().clear();
        *self.budget() = Budget::default();
    }
}
