//! Steering a simulator from outside its API: faults, the request log, the state.

pub(crate) mod routes;

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::engine::{Core, Inventory};
use crate::fault::Fault;
use crate::log::LogEntry;

/// One server in neutral terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServerView {
    /// Provider's identifier.
    pub id: String,
    /// Name that people see.
    pub name: String,
    /// Location slug at Warren, zone code at Virtua.
    pub location: String,
    /// Status as the API prints it.
    pub status: String,
    /// Whether a change is under way.
    pub busy: bool,
}

/// A change that the provider really carried out, or is carrying out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// What was done: `start`, `stop`, `create`.
    pub action: String,
    /// Identifier of what it was done to; for what was created, the name that the caller gave it.
    pub subject: String,
}

/// In-process control of one simulator. Cheap to clone.
#[derive(Clone)]
pub struct Control {
    core: Arc<Core>,
    inventory: Arc<dyn Inventory>,
}

impl Control {
    pub(crate) fn new(core: Arc<Core>, inventory: Arc<dyn Inventory>) -> Self {
        Self { core, inventory }
    }

    /// Adds a fault behind those that wait already.
    pub fn inject(&self, fault: Fault) {
        self.core.faults().push(fault);
    }

    /// Forgets all waiting faults and lets go of held requests. Requests that hang already go on hanging.
    pub fn clear_faults(&self) {
        self.core.faults().clear();
    }

    /// As clearing and injecting, with no request in between that meets no fault. Held requests whose work has not begun
    /// meet these.
    pub fn replace_faults(&self, by: impl IntoIterator<Item = Fault>) {
        let mut faults = self.core.faults();
        faults.clear();
        by.into_iter().for_each(|fault| faults.push(fault));
    }

    /// How many requests are held at this moment: they arrived, and neither were the faults cleared since nor did their
    /// callers go away.
    #[must_use]
    pub fn held(&self) -> usize {
        self.core.faults().held()
    }

    /// The requests since the start or the last reset, oldest first, without keys; at most the last 5,000.
    #[must_use]
    pub fn log(&self) -> Vec<LogEntry> {
        self.core.log().entries()
    }

    /// How many requests arrived that could change something, whatever became of them.
    #[must_use]
    pub fn writes(&self) -> usize {
        self.log().iter().filter(|entry| entry.is_write()).count()
    }

    /// As [`Self::writes`], for paths that end in `suffix`, a trailing slash apart.
    #[must_use]
    pub fn writes_to(&self, suffix: &str) -> usize {
        let hits = |entry: &LogEntry| entry.is_write() && entry.path.trim_end_matches('/').ends_with(suffix);
        self.log().iter().filter(|entry| hits(entry)).count()
    }

    /// The changes that were carried out, oldest first.
    #[must_use]
    pub fn effects(&self) -> Vec<Effect> {
        self.core.effects().clone()
    }

    /// All servers of the account.
    #[must_use]
    pub fn servers(&self) -> Vec<ServerView> {
        self.inventory.servers()
    }

    /// The server with this id or name.
    #[must_use]
    pub fn server(&self, id_or_name: &str) -> Option<ServerView> {
        self.servers().into_iter().find(|server| server.id == id_or_name || server.name == id_or_name)
    }

    /// Sets a server's status behind the API's back; false when there is no such server.
    pub fn set_status(&self, id: &str, status: &str) -> bool {
        self.inventory.set_status(id, status)
    }

    /// Takes a server away behind the API's back; false when there was none.
    pub fn remove_server(&self, id: &str) -> bool {
        self.inventory.remove_server(id)
    }

    /// Attaches one more disk to a server behind the API's back, as a colleague does; false when there is no such server,
    /// or when the platform has no such disks.
    pub fn add_disk(&self, id: &str, size_gb: u32) -> bool {
        self.inventory.add_disk(id, size_gb)
    }

    /// Doubles everything on the price list; false when the platform has no such list.
    pub fn double_prices(&self) -> bool {
        self.inventory.double_prices()
    }

    /// Replaces the first accepted key, so that the old one is refused.
    pub fn set_key(&self, key: &str) {
        self.inventory.set_key(key);
    }

    /// Moves the simulated clock forward, at most a hundred years in all, and applies what became due meanwhile.
    /// Real time goes on besides. Writes that hold their caller still wait for the real time.
    pub fn advance(&self, by: Duration) {
        self.inventory.advance(by);
    }

    /// Back to the seeded account and the real time, without faults, log and effects.
    pub fn reset(&self) {
        self.inventory.reset();
    }
}
