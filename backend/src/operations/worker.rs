//! Sends an operation's requests: each is marked as sent and stored before a byte leaves, and none is ever repeated.

use domain::change::{Change, ServerChange};
use domain::operation::OperationState;
use domain::power::PowerCall;
use providers::family::{Applied, Changes, Secrets};
use providers::{Credential, ProviderError};

use super::Operations;
use super::follow::Followed;
use super::journal::{Again, By};
use super::words;
use crate::db::operations::Operation;

/// Whether there is another request to send.
enum Next {
    Send,
    Over,
}

impl Operations {
    /// Carries out what is left of an operation that no other task works on.
    pub(super) async fn work(self, mut operation: Operation) {
        loop {
            // Closing: what was not sent stays written down and is taken up at the next start.
            if self.is_closing() {
                return;
            }
            match self.step(&mut operation).await {
                Next::Send => {}
                Next::Over => break,
            }
        }
        if operation.state() == OperationState::Unknown {
            self.reconcile(operation).await;
        }
    }

    /// Sends the next request and follows it to its end.
    async fn step(&self, operation: &mut Operation) -> Next {
        let done_before = operation.steps.all().iter().any(|step| step.state == OperationState::Succeeded);
        let opened = self.0.inventory.open_key(operation.server.credential).await;
        let credential = match opened {
            Ok(Some((_, credential))) => credential,
            Ok(None) => return self.give_up(operation, "The credential was removed.", done_before).await,
            Err(error) => {
                let why = error.public().message.clone();
                tracing::error!(operation = %operation.id, cause = error.cause(), "a key could not be opened");
                return self.give_up(operation, &why, done_before).await;
            }
        };
        let provider = self.0.parts.registry.shared(operation.brand).clone();
        let Some(call) = self.mark_sent(operation, done_before).await else { return Next::Over };
        let answer = send(provider.changes(), &credential, operation, call).await;
        self.take_answer(operation, call, answer, done_before).await;
        match operation.state() {
            // A request of several: the rest follows.
            OperationState::Sent if operation.steps.current().is_some_and(is_waiting) => Next::Send,
            _ => Next::Over,
        }
    }

    /// Stores that the next request is about to leave. `None` when that is not so: then nothing may be sent.
    async fn mark_sent(&self, operation: &mut Operation, done_before: bool) -> Option<PowerCall> {
        let mut next = operation.clone();
        let call = next.steps.send(self.0.parts.clock.now()).ok()?;
        let mut again = Again::new(self.pace());
        loop {
            match self.store(&mut next, By::Skydeck).await {
                Ok(true) => {
                    *operation = next;
                    return Some(call);
                }
                Ok(false) => return None,
                Err(error) => {
                    tracing::error!(operation = %operation.id, cause = error.cause(), "not sent: not stored");
                }
            }
            if again.waited() >= self.pace().send_within {
                let why = "Skydeck could not write down in its database that it is about to send this.";
                self.give_up(operation, why, done_before).await;
                return None;
            }
            // Closing: it stays written down; the next start sends it or says that it was not sent.
            if !self.pause(again.pause()).await {
                return None;
            }
        }
    }

    /// Takes over the answer to the one request, and where there is none says so.
    async fn take_answer(
        &self,
        operation: &mut Operation,
        call: PowerCall,
        answer: Result<Applied, ProviderError>,
        done_before: bool,
    ) {
        let applied = match answer {
            Ok(applied) => {
                self.note_accepted(operation).await;
                applied
            }
            Err(error) => {
                // Half an answer, or one that makes no sense, is still a yes by its status.
                let said_yes = matches!(error, ProviderError::Unreadable { status: 200..=299, .. });
                if said_yes && operation.steps.accept().is_err() {
                    tracing::error!(operation = %operation.id, "an operation went off its map");
                }
                self.0.inventory.heed(operation.server.credential, &error);
                operation.http_status = error.status();
                operation.correlation_id = error.correlation_id().map(ToOwned::to_owned);
                let (end, message) = if error.outcome_known_not_done() {
                    (OperationState::Failed, words::failed(&error, done_before))
                } else {
                    (OperationState::Unknown, words::unknown(call, &error.public_message()))
                };
                tracing::info!(operation = %operation.id, %error, state = end.slug(), "a change was not confirmed");
                return self.end(operation, end, message).await;
            }
        };
        if let Some(server) = &applied.server {
            self.0.inventory.apply_state(&operation.server, server.state.clone());
        }
        match self.follow(operation, call, &applied).await {
            Followed::Goal => {
                let message = words::succeeded(operation.action);
                self.end(operation, OperationState::Succeeded, message).await;
            }
            Followed::Lost(why) => {
                self.end(operation, OperationState::Unknown, words::unknown(call, &why)).await;
            }
            // Stays sent; the next start finds out.
            Followed::Closing => {}
        }
    }

    /// Stores that the provider took on the request, before its work is followed: a start after a crash has to know.
    async fn note_accepted(&self, operation: &mut Operation) {
        if operation.steps.accept().is_err() {
            tracing::error!(operation = %operation.id, "an operation went off its map");
            return;
        }
        // Tried once: the outcome carries it as well.
        if let Err(error) = self.store(operation, By::Skydeck).await {
            tracing::warn!(operation = %operation.id, cause = error.cause(), "that it was taken on could not be stored");
        }
    }

    /// Ends the request that is on its way, stores it and reads the server anew.
    async fn end(&self, operation: &mut Operation, end: OperationState, message: String) {
        let Ok(()) = operation.steps.answer(end, self.0.parts.clock.now()) else {
            tracing::error!(operation = %operation.id, "an operation went off its map");
            return;
        };
        // Between two requests there is no outcome to tell yet.
        if operation.state() != OperationState::Sent {
            operation.message = message;
        }
        self.store_outcome(operation).await;
        self.0.inventory.refresh(operation.team, Some(&operation.server));
    }

    /// Ends an operation whose next request cannot be sent at all.
    async fn give_up(&self, operation: &mut Operation, why: &str, done_before: bool) -> Next {
        if operation.steps.abandon(self.0.parts.clock.now()).is_ok() {
            operation.message = words::not_sent(why, done_before);
            self.store_outcome(operation).await;
        }
        Next::Over
    }
}

fn is_waiting(step: &super::machine::Step) -> bool {
    step.state == OperationState::Intended
}

/// The one place from which a change leaves. Called once for each request that was marked as sent.
async fn send(
    changes: &dyn Changes,
    credential: &Credential,
    operation: &Operation,
    call: PowerCall,
) -> Result<Applied, ProviderError> {
    let change = Change::Server(ServerChange::Power { id: operation.server.id.clone(), call });
    changes.apply(credential, &operation.server.location, &change, &Secrets::default()).await
}
