//! The part of a simulator that does not depend on its platform.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

use tokio::sync::watch;

use super::lock;
use crate::control::Effect;
use crate::fault::Faults;
use crate::log::Log;
use crate::options::SimOptions;
use crate::rate::Budget;

pub(crate) struct Core {
    pub(crate) options: SimOptions,
    stopping: watch::Receiver<bool>,
    key: Mutex<String>,
    faults: Mutex<Faults>,
    log: Mutex<Log>,
    effects: Mutex<Vec<Effect>>,
    budget: Mutex<Budget>,
    answers: AtomicU64,
}

impl Core {
    pub(crate) fn new(options: SimOptions, stopping: watch::Receiver<bool>) -> Self {
        Self {
            key: Mutex::new(options.key.clone()),
            options,
            stopping,
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

    pub(crate) fn key_is(&self, key: &str) -> bool {
        *lock(&self.key) == key
    }

    pub(crate) fn set_key(&self, key: &str) {
        key.clone_into(&mut lock(&self.key));
    }

    /// `text` with the accepted key masked.
    pub(crate) fn masked(&self, text: &str) -> String {
        let key = lock(&self.key);
        if key.is_empty() { text.to_owned() } else { text.replace(key.as_str(), "***") }
    }

    pub(crate) fn next_answer(&self) -> u64 {
        self.answers.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn reset(&self) {
        self.set_key(&self.options.key);
        self.faults().clear();
        *self.log() = Log::default();
        self.effects().clear();
        *self.budget() = Budget::default();
    }
}
