//! Whose turn it is: operations with a request on its way or at work with one key are few at once; the others wait, in
//! the order in which they were asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::CredentialId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Operations;

/// By key: the turns that are left.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<CredentialId, Arc<Semaphore>>>);

impl Operations {
    /// Waits for a turn with a key, which ends when it is dropped. `None` when the operations are being closed.
    pub(super) async fn turn(&self, credential: CredentialId) -> Option<OwnedSemaphorePermit> {
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
}
