//! What every page is rendered from: the last known state of every source, kept fresh in the background. Pages never wait for a provider.

mod apply;
mod breaker;
mod due;
mod families;
mod key;
mod limits;
mod load;
mod pace;
mod publish;
mod read;
mod reads;
mod refresher;
mod save;
pub(crate) mod source;
mod state;
pub(crate) mod view;
mod writes;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, Weak};

use domain::ids::TeamId;
use providers::Registry;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::Instant;

pub use families::{Held, KeyFacts};
pub use pace::{FamilyPace, OperationPace, RefreshConfig};
pub(crate) use read::ReadProblem;
use save::Save;
use state::State;
use view::TeamServers;
pub(crate) use writes::WriteTurn;

use crate::backend::{self, Backend};
use crate::clock::Clock;
use crate::db::Db;
use crate::events::Events;
use crate::marks::Marks;
use crate::vault::Vault;

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct Inventory(Arc<Inner>);

struct Inner {
    config: RefreshConfig,
    parts: Parts,
    state: Mutex<State>,
    /// By team: the version of the state that it shows, and what it shows.
    views: RwLock<HashMap<TeamId, (u64, Arc<TeamServers>)>>,
    /// Held while views are made, so that an older one never replaces a newer one.
    publishing: Mutex<()>,
    /// Something may be due earlier than thought.
    wake: Notify,
    /// A team is dirty.
    publish: Notify,
    /// What the database does not know yet.
    unsaved: Mutex<Vec<Save>>,
    /// Something waits in `unsaved`.
    save: Notify,
    /// Held while it is stored.
    saving: tokio::sync::Mutex<()>,
    /// Bounds the reads under way over all keys.
    permits: Arc<Semaphore>,
    /// The same for families, so that they never take the place of servers.
    family_permits: Arc<Semaphore>,
    /// Something that a page wanted has arrived.
    arrived: Notify,
    stop: watch::Sender<bool>,
    /// For noting what reads say about keys. Weak: the backend owns the inventory.
    backend: OnceLock<Weak<backend::Inner>>,
}

/// What the inventory and operations work with.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) db: Db,
    pub(crate) vault: Arc<Vault>,
    pub(crate) registry: Registry,
    pub(crate) events: Arc<Events>,
    pub(crate) clock: Clock,
    pub(crate) marks: Marks,
}

impl Inventory {
    /// The inventory as the database last knew it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn open(parts: Parts, config: RefreshConfig) -> crate::db::Result<Self> {
        let inventory = Self(Arc::new(Inner {
            permits: Arc::new(Semaphore::new(config.concurrent)),
            family_permits: Arc::new(Semaphore::new(config.families.concurrent)),
            arrived: Notify::new(),
            config,
            parts,
            state: Mutex::default(),
            views: RwLock::default(),
            publishing: Mutex::default(),
            wake: Notify::new(),
            publish: Notify::new(),
            unsaved: Mutex::default(),
            save: Notify::new(),
            saving: tokio::sync::Mutex::default(),
            stop: watch::Sender::new(false),
            backend: OnceLock::new(),
        }));
        inventory.load().await?;
        Ok(inventory)
    }

    /// Makes known to whom reads report the health of keys. Only the first call counts.
    pub(crate) fn attach(&self, backend: &Backend) {
        self.0.backend.get_or_init(|| Arc::downgrade(&backend.0));
    }

    /// What `team`'s pages are made from. Costs a lock and a count.
    pub(crate) fn team(&self, team: TeamId) -> Arc<TeamServers> {
        let views = self.0.views.read().unwrap_or_else(PoisonError::into_inner);
        views.get(&team).map(|(_, view)| Arc::clone(view)).unwrap_or_default()
    }

    /// Notes that someone looks at `team`'s servers, so that they are read more often for a while.
    pub(crate) fn watch(&self, team: TeamId) {
        let now = Instant::now();
        let former = self.state().watched.insert(team, now);
        let was_watched =
            former.is_some_and(|at| now.saturating_duration_since(at) < self.0.config.watch_window);
        if !was_watched {
            self.0.wake.notify_one();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How servers with an operation on them are read.
    pub(crate) fn pace(&self) -> &OperationPace {
        &self.0.config.operations
    }
}

impl std::fmt::Debug for Inventory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inventory").field("config", &self.0.config).finish_non_exhaustive()
    }
}
