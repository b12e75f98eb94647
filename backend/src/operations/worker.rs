//! Sends an operation's requests: each is marked as sent and stored before a byte leaves, and none is ever repeated.

use domain::change::{AddressChange, Change};
use domain::operation::OperationState;
use providers::family::{Applied, Changes, Secrets};
use providers::{Credential, ProviderError};

use super::Operations;
use super::follow::Followed;
use super::journal::{Again, By, Marked};
use super::last_look::Verdict;
use super::machine::Step;
use super::words;
use crate::db::operations::Operation;
use crate::inventory::WriteTurn;
use crate::marks::Lock;

/// Whether there is another request to send.
enum Next {
    Send,
    Over,
}

impl Operations {
    /// Carries out what is left of an operation that no other task works on. The secrets end with it.
    pub(super) async fn work(self, mut operation: Operation, secrets: Secrets) {
        {
            // Kept over all requests, so that a server does not stay stopped because others wait to be stopped. Without a
            // turn Skydeck closes: what was not sent stays written down and is taken up at the next start.
            let mut turn = None;
            loop {
                let Some(room) = self.turn(&operation, &mut turn).await else { return };
                if self.is_closing() {
                    return;
                }
                match self.step(&mut operation, &secrets, room).await {
                    Next::Send => {}
                    Next::Over => break,
                }
            }
        }
        drop(secrets);
        if operation.state() == OperationState::Unknown {
            self.reconcile(operation).await;
        }
    }

    /// Sends the next request, for which there is `room`, and follows it to its end. The waiting for room was before
    /// anything is looked at, so that what is looked at is as it is when the request leaves.
    async fn step(&self, operation: &mut Operation, secrets: &Secrets, mut room: WriteTurn) -> Next {
        // Taken back while it waited: nothing is read for it.
        if !self.is_open(operation) {
            return Next::Over;
        }
        let opened = self.0.inventory.open_key(operation.server.credential).await;
        let credential = match opened {
            Ok(Some((_, credential))) => credential,
            Ok(None) => return self.give_up(operation, "The credential was removed.").await,
            Err(error) => {
                let why = error.public().message.clone();
                tracing::error!(operation = %operation.id, cause = error.cause(), "a key could not be opened");
                return self.give_up(operation, &why).await;
            }
        };
        // A lock that was placed while it waited: looked at here so that nothing is read in vain, and for good where it is
        // stored that the request leaves.
        if !operation.steps.begun()
            && let Some(lock) = self.lock_of(&operation.server)
        {
            return self.give_up(operation, &locked(&lock)).await;
        }
        if operation.steps.lacks_made() {
            return self.give_up(operation, "The provider did not say what it made.").await;
        }
        if let Some(next) = operation.steps.current().map(|step| step.change.clone()) {
            match self.last_look(operation, &next).await {
                Verdict::Go => {}
                Verdict::Achieved => return self.pass(operation).await,
                Verdict::Stop(why) => {
                    let over = self.give_up(operation, &why).await;
                    // Pages still show what the plan was made of.
                    self.read_anew(operation);
                    return over;
                }
                Verdict::Closing => return Next::Over,
            }
        }
        let provider = self.0.parts.registry.shared(operation.brand).clone();
        let Some(change) = self.mark_sent(operation).await else { return Next::Over };
        room.send();
        let answer = send(provider.changes(), &credential, operation, &change, secrets).await;
        drop(room);
        self.take_answer(operation, answer).await;
        after(operation)
    }

    /// Goes past the next request, whose work is done without it.
    async fn pass(&self, operation: &mut Operation) -> Next {
        if operation.steps.pass(self.0.parts.clock.now()).is_err() {
            return self.give_up(operation, "The provider has no such thing any more.").await;
        }
        if operation.state() == OperationState::Succeeded {
            operation.message = words::succeeded(operation, "");
        }
        self.store_outcome(operation).await;
        self.read_anew(operation);
        after(operation)
    }

    /// Stores that the next request is about to leave. `None` when that is not so: then nothing may be sent.
    async fn mark_sent(&self, operation: &mut Operation) -> Option<Change> {
        let first = !operation.steps.begun();
        let mut next = operation.clone();
        let change = next.steps.send(self.0.parts.clock.now()).ok()?;
        let mut again = Again::new(self.pace());
        loop {
            match self.store_sent(&mut next, first).await {
                Ok(Marked::Sent) => {
                    *operation = next;
                    return Some(change);
                }
                Ok(Marked::MovedOn) => return None,
                Ok(Marked::Locked(lock)) => {
                    self.give_up(operation, &locked(&lock)).await;
                    return None;
                }
                Err(error) => {
                    tracing::error!(operation = %operation.id, cause = error.cause(), "not sent: not stored");
                }
            }
            if again.waited() >= self.pace().send_within {
                let why = "Skydeck could not write down in its database that it is about to send this.";
                self.give_up(operation, why).await;
                return None;
            }
            // Closing: it stays written down; the next start sends it or says that it was not sent.
            if !self.pause(again.pause()).await {
                return None;
            }
        }
    }

    /// Takes over the answer to the one request, and where there is none says so.
    async fn take_answer(&self, operation: &mut Operation, answer: Result<Applied, ProviderError>) {
        let applied = match answer {
            Ok(mut applied) => {
                // What an answer reveals is not for the journal, nor for as long as the provider works.
                applied.revealed.clear();
                self.note_accepted(operation, &applied).await;
                applied
            }
            Err(error) => return self.take_error(operation, &error).await,
        };
        if let Some(server) = &applied.server
            && server.id == operation.server.id
        {
            self.0.inventory.apply_state(&operation.server, server.state.clone());
        }
        match self.follow(operation, &applied).await {
            Followed::Goal(now, made) => {
                if let Some(made) = made
                    && operation.steps.find(made).is_err()
                {
                    tracing::error!(operation = %operation.id, "an operation went off its map");
                }
                let message = words::succeeded(operation, &now);
                self.end(operation, OperationState::Succeeded, message).await;
            }
            Followed::Lost(why) => {
                let message = words::unknown(operation, &why);
                self.end(operation, OperationState::Unknown, message).await;
            }
            // Stays sent; the next start finds out.
            Followed::Closing => {}
        }
    }

    async fn take_error(&self, operation: &mut Operation, error: &ProviderError) {
        // Half an answer, or one that makes no sense, is still a yes by its status.
        let said_yes = matches!(error, ProviderError::Unreadable { status: 200..=299, .. });
        if said_yes && operation.steps.accept(None, None).is_err() {
            tracing::error!(operation = %operation.id, "an operation went off its map");
        }
        self.0.inventory.heed(operation.server.credential, error);
        operation.http_status = error.status();
        operation.correlation_id = error.correlation_id().map(ToOwned::to_owned);
        let (end, message) = if error.is_gone() && operation.steps.current().is_some_and(gives_back) {
            // Gone between the last look and the request.
            (OperationState::Succeeded, words::succeeded(operation, ""))
        } else if error.outcome_known_not_done() {
            (OperationState::Failed, words::failed(operation, error))
        } else {
            (OperationState::Unknown, words::unknown(operation, &error.public_message()))
        };
        tracing::info!(operation = %operation.id, %error, state = end.slug(), "a change was not confirmed");
        self.end(operation, end, message).await;
    }

    /// Stores that the provider took on the request, before its work is followed: a start after a crash has to know.
    async fn note_accepted(&self, operation: &mut Operation, applied: &Applied) {
        if operation.steps.accept(applied.id.clone(), applied.note.clone()).is_err() {
            tracing::error!(operation = %operation.id, "an operation went off its map");
            return;
        }
        operation.made = operation.steps.made().cloned();
        // Tried once: the outcome carries it as well.
        if let Err(error) = self.store(operation, By::Skydeck).await {
            tracing::warn!(operation = %operation.id, cause = error.cause(), "that it was taken on could not be stored");
        }
    }

    /// Ends the request that is on its way, stores it and has everything that it touched read anew.
    async fn end(&self, operation: &mut Operation, end: OperationState, message: String) {
        let Ok(()) = operation.steps.answer(end, self.0.parts.clock.now()) else {
            tracing::error!(operation = %operation.id, "an operation went off its map");
            return;
        };
        operation.made = operation.steps.made().cloned();
        // Between two requests there is no outcome to tell yet.
        if operation.state() != OperationState::Sent {
            operation.message = message;
        }
        self.store_outcome(operation).await;
        self.read_anew(operation);
    }

    /// Ends an operation whose next request cannot be sent at all.
    async fn give_up(&self, operation: &mut Operation, why: &str) -> Next {
        if operation.steps.abandon(self.0.parts.clock.now()).is_ok() {
            operation.message = words::not_sent(operation, why);
            self.store_outcome(operation).await;
        }
        Next::Over
    }
}

fn locked(lock: &Lock) -> String {
    format!("{} locked the server before it was this change's turn.", lock.by)
}

/// Of several requests the rest follows.
fn after(operation: &Operation) -> Next {
    match operation.state() {
        OperationState::Sent if operation.steps.current().is_some_and(is_waiting) => Next::Send,
        _ => Next::Over,
    }
}

/// Whether its address being gone is all that the request was for.
fn gives_back(step: &Step) -> bool {
    matches!(step.change, Change::Address(AddressChange::Delete { .. }))
}

fn is_waiting(step: &Step) -> bool {
    step.state == OperationState::Intended
}

/// The one place from which a change leaves. Called once for each request that was marked as sent.
async fn send(
    changes: &dyn Changes,
    credential: &Credential,
    operation: &Operation,
    change: &Change,
    secrets: &Secrets,
) -> Result<Applied, ProviderError> {
    changes.apply(credential, &operation.server.location, change, secrets).await
}
