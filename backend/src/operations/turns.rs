//! Whose turn it is: operations with a request on its way or at work with one key are few at once; the others wait, in
//! the order in which they were asked for. And every request waits until the provider lets the key send it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::ids::CredentialId;
use domain::timestamp::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::waits::Wait;
use super::{Operations, words};
use crate::db::operations::Operation;
use crate::inventory::WriteTurn;

/// By key: the turns that are left.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<CredentialId, Arc<Semaphore>>>);

/// Waits shorter than this are told without a time. Where nobody knows when there will be room, it is asked for again after
/// a moment, and that moment is nothing to wait for.
const WORTH_A_TIME: Duration = Duration::from_secs(2);

impl Operations {
    /// Waits until it is the turn of the next request: for a turn with the key, unless it has one, and for room among what
    /// the provider lets the key send. The turn ends when it is dropped. `None` when there is no next request, or when the
    /// operations are being closed.
    ///
    /// Where there is no room a turn that was got for this request passes on: twenty deletions, of which a provider takes
    /// few a minute, do not hold up a start. An operation that has begun keeps its turn, so that a server does not stay
    /// stopped for long.
    pub(super) async fn turn(
        &self,
        operation: &Operation,
        turn: &mut Option<OwnedSemaphorePermit>,
    ) -> Option<WriteTurn> {
        let next = &operation.steps.current()?.change;
        let (keeps, wait) = (turn.is_some(), Wait::new(self, operation));
        loop {
            if turn.is_none() {
                *turn = Some(self.stand_in_line(operation.server.credential, &wait).await?);
            }
            let until = match self.0.inventory.write_turn(operation.server.credential, next) {
                Ok(room) => return Some(room),
                Err(until) => until.saturating_duration_since(Instant::now()),
            };
            if !keeps {
                *turn = None;
            }
            let at = (until >= WORTH_A_TIME).then(|| after(self.0.parts.clock.now(), until));
            wait.told(words::no_room(operation.brand, next, at));
            if !self.pause(until).await {
                return None;
            }
        }
    }

    async fn stand_in_line(&self, credential: CredentialId, wait: &Wait<'_>) -> Option<OwnedSemaphorePermit> {
        let most = self.pace().writes_per_key.max(1);
        let turns = {
            let mut turns = self.0.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Those of keys that nobody works with.
            turns.retain(|_, turns| Arc::strong_count(turns) > 1);
            Arc::clone(turns.entry(credential).or_insert_with(|| Arc::new(Semaphore::new(most))))
        };
        if let Ok(turn) = Arc::clone(&turns).try_acquire_owned() {
            return Some(turn);
        }
        wait.told(words::in_line(most));
        let mut stop = self.0.stop.subscribe();
        tokio::select! {
            turn = turns.acquire_owned() => turn.ok(),
            _ = stop.wait_for(|stop| *stop) => None,
        }
    }
}

fn after(now: Timestamp, span: Duration) -> Timestamp {
    Timestamp(now.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
}
