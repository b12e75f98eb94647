//! The machine behind every simulator: it reads a request, lets the platform answer, and spoils the answer when a
//! fault says so.

mod core;
mod perform;
mod serve;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::control::{Control, ServerView};
use crate::platform::Platform;

pub(crate) use self::core::Core;
pub(crate) use serve::serve;

/// A platform with its state.
pub(crate) struct Machine<P: Platform> {
    platform: P,
    core: Arc<Core>,
    state: Mutex<P::State>,
}

impl<P: Platform> Machine<P> {
    pub(crate) fn new(platform: P, core: Arc<Core>) -> Arc<Self> {
        let state = Mutex::new(platform.seed(&core.options));
        Arc::new(Self { platform, core, state })
    }

    pub(crate) fn control(self: &Arc<Self>) -> Control {
        Control::new(self.core.clone(), self.clone())
    }

    /// The state, with everything applied that became due by now.
    fn state(&self) -> MutexGuard<'_, P::State> {
        let mut state = lock(&self.state);
        P::settle(&mut state);
        state
    }
}

/// What [`Control`] may do to the state, whatever its type.
pub(crate) trait Inventory: Send + Sync {
    fn servers(&self) -> Vec<ServerView>;
    fn set_status(&self, id: &str, status: &str) -> bool;
    fn remove_server(&self, id: &str) -> bool;
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

    fn reset(&self) {
        let fresh = self.platform.seed(&self.core.options);
        *lock(&self.state) = fresh;
        self.core.reset();
    }
}

/// A panic elsewhere must not silence a simulator, so poisoning is ignored.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
