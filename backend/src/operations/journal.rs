//! Stores where an operation stands, with its audit entry in the same transaction, and tells the team.

use std::time::Duration;

use domain::event::Event;
use domain::operation::OperationState;
use serde_json::json;
use tokio::time::Instant;

use super::keep::Kept;
use super::open::{made_beside, makes_server};
use super::task::Then;
use super::{Operations, words};
use crate::audit::{self, Entry};
use crate::db::WriteTx;
use crate::db::operations::{self, Operation};
use crate::error::{BackendError, Result};
use crate::inventory::OperationPace;
use crate::marks::{self, Lock, Written};

/// Pauses between tries to store something: each twice the one before, up to a limit.
#[derive(Debug)]
pub(super) struct Again {
    next: Duration,
    longest: Duration,
    began: Instant,
}

impl Again {
    /// Begins now.
    pub(super) fn new(pace: &OperationPace) -> Self {
        Self { next: pace.store_again_first, longest: pace.store_again_max, began: Instant::now() }
    }

    /// The next pause.
    pub(super) fn pause(&mut self) -> Duration {
        let pause = self.next.min(self.longest);
        self.next = pause.saturating_mul(2);
        pause
    }

    /// How long it has been tried.
    pub(super) fn waited(&self) -> Duration {
        self.began.elapsed()
    }
}

/// What came of storing that a request is about to leave.
pub(super) enum Marked {
    /// It is stored: the request may be sent.
    Sent,
    /// Someone else has moved the operation on; nothing was stored.
    MovedOn,
    /// The server is locked by now; nothing was stored.
    Locked(Lock),
}

/// On whose word an operation moves on.
pub(super) enum By<'a> {
    /// The provider's answer, or ours.
    Skydeck,
    /// A person settled it.
    Person(&'a crate::actor::Actor),
}

impl Operations {
    /// Stores `next`, which follows from the stored state. False when someone else has moved it on meanwhile; then
    /// nothing was stored and `next` has to be forgotten.
    pub(super) async fn store(&self, next: &mut Operation, by: By<'_>) -> Result<bool> {
        let tx = self.0.parts.db.write().await?;
        self.store_in(tx, next, by).await
    }

    /// Stores that a request of `next` is about to leave, unless the server is locked when it is the operation's `first`:
    /// what has begun goes on, for half of a change helps nobody. Writers take turns, so of a lock and a request one is the
    /// earlier, and a request that is the later one does not leave.
    pub(super) async fn store_sent(&self, next: &mut Operation, first: bool) -> Result<Marked> {
        let mut tx = self.0.parts.db.write().await?;
        if first && let Some(lock) = self.0.parts.marks.lock_in(tx.conn(), &next.server).await? {
            return Ok(Marked::Locked(lock));
        }
        Ok(if self.store_in(tx, next, By::Skydeck).await? { Marked::Sent } else { Marked::MovedOn })
    }

    async fn store_in(&self, mut tx: WriteTx, next: &mut Operation, by: By<'_>) -> Result<bool> {
        if !next.state().is_open() {
            next.ended_at = Some(self.0.parts.clock.now());
        }
        // First, so that the message tells what could not be kept. It is stored with the rest or not at all.
        let Kept { written, lost } = self.carry_out(&mut tx, next, marks::By::Operation(next.id)).await?;
        let message = words::with_lost(&next.message, lost);
        let said = std::mem::replace(&mut next.message, message);
        let stored = self.store_told(tx, next, by, written).await;
        if !matches!(stored, Ok(true)) {
            // It may be tried again.
            next.message = said;
        }
        stored
    }

    async fn store_told(
        &self,
        mut tx: WriteTx,
        next: &mut Operation,
        by: By<'_>,
        written: Vec<Written>,
    ) -> Result<bool> {
        if !operations::advance(tx.conn(), next).await? {
            return Ok(false);
        }
        // A step forward that is no outcome is in the journal; the audit log has what was meant and what came of it.
        if next.state() != OperationState::Sent {
            let entry = match by {
                By::Person(actor) => Entry::by(actor, &next.act, &next.server),
                By::Skydeck => Entry {
                    request_id: &next.request_id,
                    ..Entry::by_skydeck(&next.act, &next.server).in_team(next.team)
                },
            };
            let entry = entry
                .detail(json!({
                    "operation": next.id, "name": next.server_name, "message": next.message, "made": next.made,
                }))
                .result(next.state().slug())
                .provider_request(next.correlation_id.clone());
            audit::record(&mut tx, &self.0.parts.vault, self.0.parts.clock.now(), entry).await?;
        }
        // Before the commit: whoever reads of the end may act at once. A new change waits for this transaction anyway.
        let former = self.0.open.note(next);
        if let Err(error) = tx.commit().await {
            self.0.open.put_back(&next.server, former);
            return Err(error.into());
        }
        next.version += 1;
        self.0.inventory.marked(written);
        self.tell(next);
        Ok(true)
    }

    /// As [`Operations::store`], tried again for as long as the database fails: nobody else knows what came of it.
    /// Only closing ends that; the next start finds out for itself.
    pub(super) async fn store_outcome(&self, next: &mut Operation) {
        let mut again = Again::new(self.pace());
        loop {
            match self.store(next, By::Skydeck).await {
                Ok(true) => return,
                Ok(false) => {
                    tracing::warn!(operation = %next.id, "an operation was moved on by someone else");
                    return;
                }
                Err(error) => {
                    tracing::error!(operation = %next.id, cause = error.cause(), "an outcome could not be stored");
                }
            }
            if !self.pause(again.pause()).await {
                return;
            }
        }
    }

    /// Adds a new operation with the audit entry of what is meant, both or neither (`security.md` A2).
    pub(super) async fn intend(
        &self,
        operation: &Operation,
        actor: &crate::actor::Actor,
    ) -> Result<Intended> {
        let mut tx = self.0.parts.db.write().await?;
        match operations::insert(tx.conn(), operation).await {
            Ok(()) => {}
            Err(error) if error.as_database_error().is_some_and(|error| error.is_unique_violation()) => {
                return Ok(Intended::Taken);
            }
            Err(error) => return Err(BackendError::from(error)),
        }
        if makes_server(operation) {
            let open = operations::open_at(tx.conn(), &operation.server).await?;
            if let Some(why) = made_beside(operation, &open) {
                return Ok(Intended::MadeBeside(why));
            }
        }
        if let Some(why) = self.bound_elsewhere(&operation.server).filter(|_| operation.state().is_open()) {
            return Ok(Intended::Bound(why));
        }
        let entry = Entry::by(actor, &operation.act, &operation.server)
            .detail(json!({
                "operation": operation.id, "batch": operation.batch, "name": operation.server_name,
                "summary": operation.summary, "before": operation.before.state(), "then": audited(&operation.then),
            }))
            .result(operation.state().slug());
        audit::record(&mut tx, &self.0.parts.vault, self.0.parts.clock.now(), entry).await?;
        // Due at once when there is nothing to send.
        let kept = self.carry_out(&mut tx, operation, marks::By::Person(actor)).await?;
        // Before the commit: the next one to be written down looks for it.
        let former = self.0.open.note(operation);
        if let Err(error) = tx.commit().await {
            self.0.open.put_back(&operation.server, former);
            return Err(error.into());
        }
        self.0.inventory.marked(kept.written);
        self.tell(operation);
        Ok(Intended::New)
    }

    /// Lets open pages know.
    pub(super) fn tell(&self, operation: &Operation) {
        self.0.parts.events.send(operation.team, Event::Operation { id: operation.id });
    }
}

/// What Skydeck does itself, as the audit log has it. Of a note its length: that log is for ever, and people write into
/// notes what should not be copied about.
fn audited(then: &Then) -> serde_json::Value {
    let mut detail = json!(then);
    if let (Some(note), Some(detail)) = (&then.note, detail.as_object_mut()) {
        detail.remove("note");
        detail.insert("note_chars".to_owned(), json!(note.chars().count()));
    }
    detail
}

/// Whether a new operation was written down.
pub(super) enum Intended {
    /// It was.
    New,
    /// Its id or its server is taken.
    Taken,
    /// Another change makes what could be taken for what it makes; with the words for that.
    MadeBeside(String),
    /// Another change of the server is open, which was asked for through another key; with the words for that.
    Bound(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a1_the_audit_log_has_no_note() {
        let then = Then {
            tags: Some(vec!["web".to_owned()]),
            note: Some("root: hunter2".to_owned()),
            ..Then::default()
        };
        assert_eq!(audited(&then), json!({ "tags": ["web"], "note_chars": 13 }));
        assert_eq!(audited(&Then::default()), json!({}));
    }

    #[test]
    fn pauses_between_tries_grow_up_to_their_limit_and_never_end() {
        let mut again = Again::new(&OperationPace::default());
        let pauses: Vec<_> = (0..9).map(|_| again.pause().as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }
}
