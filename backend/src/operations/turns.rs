//! Whose turn it is: operations with a request on its way or at work with one key are few at once; the others wait, in
//! the order in which they were asked for. And every request waits until the provider lets the key send it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::CredentialId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::Operations;
use crate::db::operations::Operation;
use crate::inventory::WriteTurn;

/// By key: the turns that are left.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<CredentialId, Arc<Semaphore>>>);

impl Operations {
    /// Waits for a turn with a key, which ends when it is dropped, and for room for the first request among what the
    /// provider lets the key send. `None` when the operations are being closed.
    ///
    /// Where there is no room the turn passes on: twenty deletions, of which a provider takes few a minute, do not hold up
    /// a start.
    pub(super) async fn turn(&self, operation: &Operation) -> Option<(OwnedSemaphorePermit, WriteTurn)> {
        let credential = operation.server.credential;
        let first = &operation.steps.current()?.change;
        loop {
            let turn = self.wait_in_line(credential).await?;
            match self.0.inventory.write_turn(credential, first) {
                Ok(room) => return Some((turn, room)),
                Err(until) => {
                    drop(turn);
                    if !self.pause(until.saturating_duration_since(Instant::now())).await {
                        return None;
                    }
                }
            }
        }
    }

    async fn wait_in_line(&self, credential: CredentialId) -> Option<OwnedSemaphorePermit> {
        let turns = {
            let mut turns = self.0.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Those of keys that nobody works with.
            turns.retain(|_, turns| Arc::strong_count(turns) > 1);
            let most = self.pace().writes_per_key.max(1);
            Arc::clone(turns.entry(credential).or_insert_with(|| Arc::new(Semaphore::new(most))))
        };
        let mut stop = self.0.stop.subscribe();
        tokio::select! {
            turn = turns.acquire_owned() => turn.ok(),
            _ = stop.wait_for(|stop| *stop) => None,
        }
    }

    /// Waits for room for the next request of an operation that has begun; it keeps its turn, so that a server does not stay
    /// stopped for long. `None` when there is no next request, or when the operations are being closed.
    pub(super) async fn room(&self, operation: &Operation) -> Option<WriteTurn> {
        let next = &operation.steps.current()?.change;
        loop {
            match self.0.inventory.write_turn(operation.server.credential, next) {
                Ok(room) => return Some(room),
                Err(until) => {
                    if !self.pause(until.saturating_duration_since(Instant::now())).await {
                        return None;
                    }
                }
            }
        }
    }
}
