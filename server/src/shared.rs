//! What the layers and handlers of the server share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use backend::Backend;
use backend::db::users;
use tokio::sync::watch;

use crate::config::HttpConfig;
use crate::middleware::rate::Limiter;

/// Cheap to clone; one for each router.
#[derive(Clone)]
pub struct Shared {
    /// The use cases.
    pub backend: Backend,
    /// How the server speaks HTTP.
    pub http: Arc<HttpConfig>,
    /// How much sessions may ask.
    pub limiter: Limiter,
    /// Becomes true when the server is to stop.
    pub stopping: watch::Receiver<bool>,
    set_up: Arc<AtomicBool>,
}

impl Shared {
    /// With full buckets.
    #[must_use]
    pub fn new(backend: Backend, http: HttpConfig, stopping: watch::Receiver<bool>) -> Self {
        let limiter = Limiter::new(http.limits.rate);
        Self { backend, limiter, http: Arc::new(http), stopping, set_up: Arc::default() }
    }

    /// Whether there is an account. Once there is, there always is one, so the database is asked until then only.
    pub async fn is_set_up(&self) -> bool {
        if self.set_up.load(Ordering::Relaxed) {
            return true;
        }
        // When the database does not answer, the page that needs it will say so.
        let any = users::any(self.backend.db().read()).await.unwrap_or(true);
        self.set_up.store(any, Ordering::Relaxed);
        any
    }

    /// Whether the server has been told to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}

/// Ends when the server is told to stop, or nobody is left to tell it.
pub async fn told_to_stop(stopping: &mut watch::Receiver<bool>) {
    // What it gives is a lock, which must not be held by whoever waits.
    drop(stopping.wait_for(|stop| *stop).await);
}
