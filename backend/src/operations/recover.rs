//! After a start: what was sent without an answer is unknown and never sent again; what was never sent is sent now, or given up when it is old.

use domain::operation::OperationState;
use providers::family::Secrets;

use super::journal::{Again, By};
use super::{Operations, words};
use crate::db::operations::{self, Operation};
use crate::error::Result;

impl Operations {
    /// Marks what a former process sent and got no answer to. Runs before anything else can touch the journal.
    pub(super) async fn mark_interrupted(&self) -> Result<()> {
        for mut operation in operations::all_open(self.0.parts.db.read()).await? {
            if operation.steps.current().is_some_and(|step| step.state == OperationState::Sent) {
                self.interrupt(&mut operation).await?;
            }
            self.0.open.note(&operation);
        }
        Ok(())
    }

    async fn interrupt(&self, operation: &mut Operation) -> Result<()> {
        let message = words::interrupted(operation);
        if operation.steps.answer(OperationState::Unknown, self.0.parts.clock.now()).is_ok() {
            operation.message = message;
            self.store(operation, By::Skydeck).await?;
            tracing::warn!(operation = %operation.id, "sent before the restart, outcome not known");
        }
        Ok(())
    }

    /// Takes up what a former process left.
    pub(crate) fn start(&self) {
        let operations = self.clone();
        tokio::spawn(async move {
            let mut again = Again::new(operations.pace());
            while let Err(error) = operations.take_up().await {
                tracing::error!(cause = error.cause(), "the journal could not be taken up");
                if !operations.pause(again.pause()).await {
                    return;
                }
            }
        });
    }

    async fn take_up(&self) -> Result<()> {
        for operation in operations::all_open(self.0.parts.db.read()).await? {
            match operation.state() {
                OperationState::Intended => self.resume(operation),
                // Marked above as unknown unless it stands between two requests.
                OperationState::Sent => self.resume(operation),
                OperationState::Unknown => {
                    tokio::spawn(self.clone().reconcile(operation));
                }
                OperationState::Succeeded | OperationState::Failed => {}
            }
        }
        Ok(())
    }

    /// Sends what was never sent, unless nobody waits for it any more or it needs a secret, which ended with the process.
    /// What has begun is as old as its latest request: a server that was stopped for it waits for its start, however long the
    /// operation had waited for its turn.
    fn resume(&self, mut operation: Operation) {
        let now = self.0.parts.clock.now();
        let age = now.since_ms(operation.steps.last_end().unwrap_or(operation.created_at));
        let young = u128::try_from(age).is_ok_and(|age| age <= self.pace().resume_within.as_millis());
        let message = match (young, operation.steps.needs_secret()) {
            (true, false) => return self.spawn_worker(operation, Secrets::default()),
            (true, true) => words::secret_lost(&operation),
            (false, _) => words::never_sent(&operation),
        };
        if operation.steps.abandon(now).is_ok() {
            operation.message = message;
            let operations = self.clone();
            // The others do not wait for a database that fails.
            tokio::spawn(async move { operations.store_outcome(&mut operation).await });
        }
    }
}
