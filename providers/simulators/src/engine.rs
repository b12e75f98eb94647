//! The machine behind every simulator: it reads a request, lets the platform answer, and spoils the answer when a
//! fault says so.

mod core;
mod perform;
mod serve;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::control::{Control, ServerView};
use crate::platform::Platform;

pub(crate) use self::core::Core;
#[cfg(test)]
pub(crate) use perform::Arrived;
pub(crate) use serve::serve;

/// A platform with its state.
pub(crate) struct Machine<P: Platform> {
    platform: P,
    core: Arc<Core>,
    state: Mutex<P::State>,
}

impl<P: Platform> Machine<P> {
    pub(crate) fn new(platform: P, core: Arc<Core>) -> Arc<Self> {
        let state = Mutex::new(platform.seed(&core.options, core.now()));
        Arc::new(Self { platform, core, state })
    }

    pub(crate) fn control(self: &Arc<Self>) -> Control {
        Control::new(self.core.clone(), self.clone())
    }

    /// The state, with everything applied that became due by now.
    pub(crate) fn state(&self) -> MutexGuard<'_, P::State> {
        let mut state = lock(&self.state);
        P::settle(&mut state, self.core.now());
        state
    }

    /// `text` with every accepted key masked.
    fn masked(&self, text: &str) -> String {
        let state = lock(&self.state);
        let keys = P::keys(&state).into_iter().filter(|key| !key.is_empty());
        keys.fold(text.to_owned(), |text, key| text.replace(key, "***"))
    }
}

/// What [`Control`] may do to the state, whatever its type.
pub(crate) trait Inventory: Send + Sync {
    fn servers(&self) -> Vec<ServerView>;
    fn set_status(&self, id: &str, status: &str) -> bool;
    fn remove_server(&self, id: &str) -> bool;
    fn add_disk(&self, id: &str, size_gb: u32) -> bool;
    fn double_prices(&self) -> bool;
    fn set_key(&self, key: &str);
    fn advance(&self, by: Duration);
    fn reset(&self);
}

impl<P: Platform> Inventory for Machine<P> {
    fn servers(&self) -> Vec<ServerView> {
        P::servers(&self.state())
    }

    fn set_status(&self, id: &str, status: &str) -> bool {
        P::set_status(&mut self.state(), id, status)
    }

    fn remove_server(&self, id: &str) -> bool {
        P::remove_server(&mut self.state(), id)
    }

    fn add_disk(&self, id: &str, size_gb: u32) -> bool {
        P::add_disk(&mut self.state(), id, size_gb)
    }

    fn double_prices(&self) -> bool {
        P::double_prices(&mut self.state())
    }

    fn set_key(&self, key: &str) {
        P::set_key(&mut self.state(), key);
    }

    fn advance(&self, by: Duration) {
        self.core.advance(by);
        drop(self.state());
    }

    fn reset(&self) {
        let mut state = lock(&self.state);
        self.core.reset();
        *state = self.platform.seed(&self.core.options, self.core.now());
    }
}

/// A panic elsewhere must not silence a simulator, so poisoning is ignored.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
