//! One running Skydeck: what every use case needs, in one place.

use std::sync::Arc;

use domain::Timestamp;
use domain::event::Event;
use domain::ids::TeamId;
use providers::Registry;
use tokio::sync::broadcast;

use crate::auth::hasher::Hasher;
use crate::config::Config;
use crate::db::Db;
use crate::db::lock::InstanceLock;
use crate::events::Events;
use crate::inventory::Inventory;
use crate::marks::Marks;
use crate::operations::Operations;
use crate::vault::Vault;

pub use crate::open::OpenError;

/// Everything Skydeck does, without the pages. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Backend(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) db: Db,
    pub(crate) vault: Arc<Vault>,
    pub(crate) registry: Registry,
    pub(crate) events: Arc<Events>,
    pub(crate) hasher: Hasher,
    pub(crate) inventory: Inventory,
    pub(crate) operations: Operations,
    pub(crate) marks: Marks,
    /// Held as long as this Skydeck lives.
    pub(crate) _lock: InstanceLock,
}

impl Backend {
    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The vault.
    #[must_use]
    pub fn vault(&self) -> &Arc<Vault> {
        &self.0.vault
    }

    /// The providers.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.config.clock.now()
    }

    /// Tells the team's open pages.
    pub fn notify(&self, team: TeamId, event: Event) {
        self.0.events.send(team, event);
    }

    /// The team's events from now on. A reader that falls behind should refetch everything it shows.
    #[must_use]
    pub fn subscribe(&self, team: TeamId) -> broadcast::Receiver<Event> {
        self.0.events.subscribe(team)
    }

    /// Whether something of the team changed so lately that a page which begins to listen now may not show it.
    #[must_use]
    pub fn told_lately(&self, team: TeamId) -> bool {
        self.0.events.told_lately(team)
    }

    /// Whether someone has a page of the team open.
    #[must_use]
    pub fn watched(&self, team: TeamId) -> bool {
        self.0.events.watched(team)
    }

    /// Whether requests can be served: the database takes writes. The key was checked and the schema brought up before this exists.
    pub async fn ready(&self) -> bool {
        self.db().writable().await
    }

    /// What pages are rendered from.
    #[must_use]
    pub fn inventory(&self) -> &Inventory {
        &self.0.inventory
    }

    /// What Skydeck keeps beside servers.
    #[must_use]
    pub(crate) fn marks(&self) -> &Marks {
        &self.0.marks
    }

    /// Changes on their way.
    #[must_use]
    pub fn operations(&self) -> &Operations {
        &self.0.operations
    }

    /// Starts reading providers, and takes up operations that a former process left.
    pub fn start_background(&self) {
        self.start_clearing();
        self.inventory().attach(self);
        self.inventory().start();
        self.operations().start();
    }

    /// Takes no more changes and waits a while for requests on their way. Everything can still be read.
    pub async fn finish_changes(&self) {
        self.operations().close().await;
    }

    /// Takes no more changes, waits a while for requests on their way, writes everything back and lets go of the database.
    pub async fn close(&self) {
        self.operations().close().await;
        self.inventory().close().await;
        self.db().close().await;
    }
}
