//! Keeps sources fresh: one task a read, so that a source that hangs holds up nothing but itself.

use std::sync::{Arc, Weak};

use domain::capability::Family;
use domain::freshness::SourceProblem;
use domain::ids::{CredentialId, ServerKey, TeamId};
use providers::ProviderError;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::Inventory;
use super::due::Job;
use super::state::State;
use crate::backend::Backend;
use crate::db::credentials::{self, StoredCredential};
use crate::services::credentials::Witness;

impl Inventory {
    /// Starts reading. Ends when the inventory is closed.
    pub(crate) fn start(&self) {
        tokio::spawn(self.clone().refresh_for_ever());
        tokio::spawn(self.clone().publish_changes());
        tokio::spawn(self.clone().save_changes());
        tokio::spawn(self.clone().tell_arrivals());
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
            if let Some(server) = server.filter(|server| server.credential == *id) {
                key.families.ask_around(server, self.0.config.watch_window);
            }
        }
        drop(state);
        self.0.wake.notify_one();
    }

    /// Whether the list that `server` stands in was asked for and pages do not show its answer: what they show of the
    /// server is about to be replaced.
    pub(crate) fn is_expected(&self, server: &ServerKey) -> bool {
        let state = self.state();
        state.keys.get(&server.credential).is_some_and(|key| {
            key.sources.iter().any(|(name, source)| {
                (name.family, &name.location) == (Family::Compute, &server.location)
                    && (source.asked || source.heeds)
            })
        })
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
        let Some(bulkhead) = self.bulkhead(&job) else { return };
        let permits = if job.beside { &self.0.family_permits } else { &self.0.permits };
        // First the key's own room, so that a key whose reads hang does not use up everyone's.
        let (Ok(_key), Ok(_all)) = (bulkhead.acquire().await, permits.acquire().await) else { return };
        // It may have waited long for its permits.
        if self.refusal(job.credential).is_some() || !self.is_current(&job) {
            return self.give_up(&job, None);
        }
        let started = self.0.parts.clock.now();
        let opened = match self.open_key(job.credential).await {
            Ok(Some(opened)) => opened,
            Ok(None) => return self.give_up(&job, None),
            Err(error) => {
                tracing::error!(credential = %job.credential, cause = error.cause(), "a key could not be opened");
                let why = self.note_unopened(job.credential).await;
                return self.give_up(&job, Some(why));
            }
        };
        let (row, credential) = opened;
        if job.beside {
            // What a key may not do says nothing about the key: its servers tell whether it is good.
            let result = self.read_family(&job, row.brand, &credential).await;
            if let Some(save) = self.apply_family(&job, result) {
                self.save_soon(save);
            }
            return;
        }
        let result = self.read_source(&job, row.brand, &credential).await;
        // What it says of the key may have been true of a former one, or before the key was found to work again.
        if !self.is_current(&job) {
            return;
        }
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

    fn bulkhead(&self, job: &Job) -> Option<Arc<Semaphore>> {
        let state = self.state();
        let key = state.keys.get(&job.credential)?;
        Some(Arc::clone(if job.beside { &key.families.bulkhead } else { &key.bulkhead }))
    }

    /// Finds out why a stored key could not be opened. One that was changed by other hands is audited, once until it opens again.
    async fn note_unopened(&self, id: CredentialId) -> &'static str {
        let row = match credentials::find(self.0.parts.db.read(), id).await {
            Ok(Some(row)) if self.0.parts.vault.open_credential(&row).is_err() => row,
            _ => return "Skydeck could not read its own record of this key.",
        };
        let first = {
            let mut state = self.state();
            state.keys.get_mut(&id).is_some_and(|key| !std::mem::replace(&mut key.unopened, true))
        };
        if first && let Some(backend) = self.0.backend.get().and_then(Weak::upgrade).map(Backend) {
            // It fails, which is what it writes down.
            let _fails = backend.open_credential(&row).await;
        }
        "The stored key does not open, so nothing is read with it. Its record was changed outside Skydeck. Remove the key and add it again."
    }

    /// The read was not made, through no fault of the provider's: it is due again after the usual pause.
    fn give_up(&self, job: &Job, why: Option<&str>) {
        if job.beside {
            return self.give_up_family(job, why);
        }
        let now = self.moment();
        let mut state = self.state();
        let State { keys, .. } = &mut *state;
        let key = keys.get_mut(&job.credential).filter(|key| key.generation == job.generation);
        let Some(key) = key else { return };
        let team = key.team;
        key.breaker.release();
        let Some(source) = key.sources.get_mut(&job.source) else { return };
        source.running = false;
        source.read_at = Some(now.instant);
        let Some(why) = why else { return };
        source.problem = Some(SourceProblem {
            message: why.to_owned(),
            status: None,
            correlation_id: None,
            since: source.problem.as_ref().map_or(now.at, |problem| problem.since),
            next_try: None,
        });
        state.touch(team, false);
        drop(state);
        self.0.publish.notify_one();
    }
}
