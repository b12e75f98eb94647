//! Keeps sources fresh: one task a read, so that a source that hangs holds up nothing but itself.

use std::sync::{Arc, Weak};

use domain::ids::{CredentialId, ServerKey, TeamId};
use providers::ProviderError;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::Inventory;
use super::due::Job;
use crate::backend::Backend;
use crate::db::credentials::StoredCredential;
use crate::services::credentials::Witness;

impl Inventory {
    /// Starts reading. Ends when the inventory is closed.
    pub(crate) fn start(&self) {
        tokio::spawn(self.clone().refresh_for_ever());
        tokio::spawn(self.clone().publish_changes());
        tokio::spawn(self.clone().save_changes());
    }

    /// Ends reading and stores what was read. Reads on their way are dropped: they change nothing at any provider.
    pub(crate) async fn close(&self) {
        self.0.stop.send_replace(true);
        self.flush().await;
    }

    /// Asks for a fresh read of one source or of all of a team's, soon.
    pub(crate) fn refresh(&self, team: TeamId, server: Option<&ServerKey>) {
        let mut state = self.state();
        for (id, key) in state.keys.iter_mut().filter(|(_, key)| key.team == team) {
            for (name, source) in &mut key.sources {
                let wanted =
                    server.is_none_or(|server| server.credential == *id && server.location == name.location);
                source.asked |= wanted;
            }
        }
        drop(state);
        self.0.wake.notify_one();
    }

    async fn refresh_for_ever(self) {
        let mut stop = self.0.stop.subscribe();
        // Dropping the set ends the reads.
        let mut reads = JoinSet::new();
        loop {
            let now = Instant::now();
            let due = {
                let mut state = self.state();
                state.note_open_pages(&self.0.parts.events, now);
                state.take_due(&self.0.config, now)
            };
            for job in due.jobs {
                reads.spawn(self.clone().run(job));
            }
            // Open pages are noticed at this pace at the latest.
            let next = due.next.unwrap_or(now + self.0.config.watched).min(now + self.0.config.watched);
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = self.0.wake.notified() => {}
                Some(_) = reads.join_next() => {}
                () = sleep_until(next) => {}
            }
        }
    }

    /// Makes one read and takes its result over.
    async fn run(self, job: Job) {
        let Some(bulkhead) = self.bulkhead(job.credential) else { return };
        // First the key's own room, so that a key whose reads hang does not use up everyone's.
        let (Ok(_key), Ok(_all)) = (bulkhead.acquire().await, self.0.permits.acquire().await) else { return };
        let started = self.0.parts.clock.now();
        let opened = match self.open_key(job.credential).await {
            Ok(Some(opened)) => opened,
            Ok(None) => return self.give_up(&job),
            Err(error) => {
                tracing::error!(credential = %job.credential, cause = error.cause(), "a key could not be opened");
                return self.give_up(&job);
            }
        };
        let (row, credential) = opened;
        let result = self.read_source(&job, row.brand, &credential).await;
        let outcome = result.as_ref().map(|_| ()).map_err(Clone::clone);
        let save = self.apply(&job, started, result);
        if let Some(save) = save {
            self.save_soon(save);
        }
        self.note_health(&row, outcome).await;
    }

    /// Passes on what a read says about its key. Told once: the note tells what is new from what is known.
    async fn note_health(&self, row: &StoredCredential, outcome: Result<(), ProviderError>) {
        let Some(backend) = self.0.backend.get().and_then(Weak::upgrade).map(Backend) else { return };
        if let Err(error) = backend.note_health(row, outcome.as_ref().copied(), Witness::Read).await {
            tracing::error!(credential = %row.id, cause = error.cause(), "a key's health could not be noted");
        }
    }

    fn bulkhead(&self, id: CredentialId) -> Option<Arc<Semaphore>> {
        self.state().keys.get(&id).map(|key| Arc::clone(&key.bulkhead))
    }

    /// The read was not made, through no fault of the provider's: it is due again after the usual pause.
    fn give_up(&self, job: &Job) {
        let mut state = self.state();
        let Some(key) = state.keys.get_mut(&job.credential) else { return };
        key.breaker.release();
        if let Some(source) = key.sources.get_mut(&job.source) {
            source.running = false;
            source.read_at = Some(Instant::now());
        }
    }
}
