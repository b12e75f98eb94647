//! Accepts a change: once per operation id, one at a time per server, only while nothing stands in its way.

use domain::ids::{OperationId, ServerKey};
use domain::{DomainError, ErrorKind};
use providers::family::Secrets;

use super::journal::Intended;
use super::machine::Steps;
use super::task::Task;
use super::{Operations, to_its_end, words};
use crate::access::TeamScope;
use crate::actor::Actor;
use crate::db::operations::{self, Operation};
use crate::error::Result;

impl Operations {
    /// Writes `task` down and starts a worker for it, which alone holds `secrets`. The same id with the same content gives
    /// the operation that exists already.
    ///
    /// # Errors
    /// `Conflict` while the server is locked, another change of it is open, another one makes a server of the same name,
    /// its key is refused, or the id belongs to another change; `Unavailable` while Skydeck closes. Nothing was sent then.
    pub(crate) async fn begin(
        &self,
        actor: &Actor,
        scope: TeamScope,
        id: OperationId,
        batch: Option<OperationId>,
        task: Task,
        secrets: Secrets,
    ) -> Result<Operation> {
        if let Some(known) = self.same(scope, id, &task).await? {
            return Ok(known);
        }
        if let Err(refusal) = self.admit(&task) {
            // What stands in the way may be this very operation, written down meanwhile by another request.
            self.written().await?;
            return match self.same(scope, id, &task).await? {
                Some(known) => Ok(known),
                None => Err(refusal.into()),
            };
        }
        let operation = self.draft(actor, scope, (id, batch), &task);
        let (operations, written, actor) = (self.clone(), operation.clone(), actor.clone());
        let intended = to_its_end(async move {
            let intended = operations.intend(&written, &actor).await?;
            if let Intended::New = intended
                && written.state().is_open()
            {
                operations.spawn_worker(written, secrets);
            }
            Ok(intended)
        });
        match intended.await? {
            Intended::New => return Ok(operation),
            Intended::MadeBeside(why) | Intended::Bound(why) => {
                return Err(DomainError::new(ErrorKind::Conflict, why).into());
            }
            Intended::Taken => {}
        }
        // Another request was faster: with this id, or with another one on the same server.
        if let Some(known) = self.same(scope, id, &task).await? {
            return Ok(known);
        }
        let open = operations::open_on(self.0.parts.db.read(), &task.subject).await?;
        let message = open.map_or_else(
            || "Another change of this server has only just ended. Look at it and try again.".to_owned(),
            |open| words::in_the_way(&open),
        );
        Err(DomainError::new(ErrorKind::Conflict, message).into())
    }

    /// The operation of this id, if there is one and it is this act on this server. Whoever drafts a task from the
    /// server's present state asks this first: a confirmation that comes twice finds another state.
    ///
    /// # Errors
    /// `Conflict` when the id belongs to another change.
    pub(crate) async fn known(
        &self,
        scope: TeamScope,
        id: OperationId,
        server: &ServerKey,
        act: &str,
    ) -> Result<Option<Operation>> {
        let Some(known) = operations::get(self.0.parts.db.read(), scope, id).await? else { return Ok(None) };
        if known.server == *server && known.act == act { Ok(Some(known)) } else { Err(foreign().into()) }
    }

    /// Waits until everything is stored that is being stored: what stands in the way is known in memory before.
    pub(crate) async fn written(&self) -> Result<()> {
        drop(self.0.parts.db.write().await?);
        Ok(())
    }

    /// The operations of a batch, by their servers' names.
    pub(crate) async fn batch(&self, scope: TeamScope, id: OperationId) -> Result<Vec<Operation>> {
        Ok(operations::of_batch(self.0.parts.db.read(), scope, id).await?)
    }

    /// The operation of this id, if it is about the same in every request that both have.
    async fn same(&self, scope: TeamScope, id: OperationId, task: &Task) -> Result<Option<Operation>> {
        let Some(known) = self.known(scope, id, &task.subject, &task.act).await? else { return Ok(None) };
        let contradicted = |draft: &super::task::StepDraft| {
            !draft.uses_made
                && known
                    .steps
                    .all()
                    .iter()
                    .any(|step| step.change.kind() == draft.change.kind() && step.change != draft.change)
        };
        if task.steps.iter().any(contradicted) || known.then != task.then {
            return Err(foreign().into());
        }
        Ok(Some(known))
    }

    /// Whether anything forbids the task now.
    fn admit(&self, task: &Task) -> std::result::Result<(), DomainError> {
        if self.is_closing() {
            return Err(DomainError::new(
                ErrorKind::Unavailable,
                "Skydeck is about to stop and takes no more changes. Nothing was sent.",
            ));
        }
        // What only Skydeck keeps can always be changed, the lock above all.
        match self.in_the_way(&task.subject).filter(|_| !task.steps.is_empty()) {
            Some(why) => Err(DomainError::new(ErrorKind::Conflict, why)),
            None => Ok(()),
        }
    }

    /// Why no change of a server can begin now: a lock, another change, a key that is refused or gone.
    pub(crate) fn in_the_way(&self, server: &ServerKey) -> Option<String> {
        self.lock_of(server)
            .map(|lock| lock.refusal())
            .or_else(|| self.bound(server))
            .or_else(|| self.0.inventory.refusal(server.credential))
    }

    /// The operation as it is written down.
    fn draft(
        &self,
        actor: &Actor,
        scope: TeamScope,
        (id, batch): (OperationId, Option<OperationId>),
        task: &Task,
    ) -> Operation {
        let now = self.0.parts.clock.now();
        let only_here = task.steps.is_empty();
        Operation {
            team: scope.team(),
            id,
            batch,
            actor_id: actor.user(),
            actor_name: actor.session.name.clone(),
            request_id: actor.request_id.clone(),
            server: task.subject.clone(),
            server_name: task.name.clone(),
            brand: task.brand,
            act: task.act.clone(),
            summary: task.summary.clone(),
            before: task.before.clone(),
            then: task.then.clone(),
            made: None,
            steps: Steps::of(task.steps.clone()),
            message: if only_here { words::kept(&task.act) } else { String::new() },
            http_status: None,
            correlation_id: None,
            needs_person: false,
            version: 0,
            created_at: now,
            ended_at: only_here.then_some(now),
        }
    }
}

fn foreign() -> DomainError {
    DomainError::new(
        ErrorKind::Conflict,
        "This confirmation belongs to another change. Nothing was sent. Open the server and ask again.",
    )
}
