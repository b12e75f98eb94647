//! Accepts a change: once per operation id, one at a time per server, only where rules and platform allow it.

use domain::capability::Offer;
use domain::ids::{OperationId, ServerKey};
use domain::power::PowerAction;
use domain::server::ServerState;
use domain::{DomainError, ErrorKind};

use super::Operations;
use super::journal::Intended;
use super::machine::Steps;
use super::{to_its_end, words};
use crate::access::TeamScope;
use crate::actor::Actor;
use crate::db::operations::{self, Operation};
use crate::error::Result;

impl Operations {
    /// Writes down `action` on `server` and starts a worker for it. The same id with the same content gives the
    /// operation that exists already.
    pub(crate) async fn run(
        &self,
        actor: &Actor,
        scope: TeamScope,
        id: OperationId,
        (server, action): (&ServerKey, PowerAction),
    ) -> Result<Operation> {
        if let Some(known) = self.known(scope, id, (server, action)).await? {
            return Ok(known);
        }
        if self.is_closing() {
            return Err(DomainError::new(
                ErrorKind::Unavailable,
                "Skydeck is about to stop and takes no more changes. Nothing was sent.",
            )
            .into());
        }
        let operation = self.draft(actor, scope, id, (server, action))?;
        let (operations, written, actor) = (self.clone(), operation.clone(), actor.clone());
        let intended = to_its_end(async move {
            let intended = operations.intend(&written, &actor).await?;
            if let Intended::New = intended {
                operations.spawn_worker(written);
            }
            Ok(intended)
        });
        if let Intended::New = intended.await? {
            return Ok(operation);
        }
        // Another request was faster: with this id, or with another one on the same server.
        if let Some(known) = self.known(scope, id, (server, action)).await? {
            return Ok(known);
        }
        let open = operations::open_on(self.0.parts.db.read(), server).await?;
        let message = open.map_or_else(
            || "Another change of this server has only just ended. Look at it and try again.".to_owned(),
            |open| words::in_the_way(&open),
        );
        Err(DomainError::new(ErrorKind::Conflict, message).into())
    }

    /// The operation of this id, if there is one and it is about the same.
    async fn known(
        &self,
        scope: TeamScope,
        id: OperationId,
        (server, action): (&ServerKey, PowerAction),
    ) -> Result<Option<Operation>> {
        let Some(known) = operations::get(self.0.parts.db.read(), scope, id).await? else { return Ok(None) };
        if known.server == *server && known.action == action {
            return Ok(Some(known));
        }
        Err(DomainError::new(
            ErrorKind::Conflict,
            "This confirmation belongs to another change. Nothing was sent. Open the server and ask again.",
        )
        .into())
    }

    /// The operation as it would be written down.
    fn draft(
        &self,
        actor: &Actor,
        scope: TeamScope,
        id: OperationId,
        (key, action): (&ServerKey, PowerAction),
    ) -> Result<Operation> {
        let view = self.0.inventory.team(scope.team());
        let entry = view.get(key).ok_or_else(|| DomainError::not_found("server"))?;
        self.check(key, entry.brand, action, &entry.server.state)
            .map_err(|why| DomainError::new(ErrorKind::Conflict, why))?;
        let has_restart_call = self.0.inventory.compute(entry.brand)?.has_restart_call();
        Ok(Operation {
            team: scope.team(),
            id,
            actor_id: actor.user(),
            actor_name: actor.session.name.clone(),
            request_id: actor.request_id.clone(),
            server: key.clone(),
            server_name: entry.server.name.clone(),
            brand: entry.brand,
            action,
            before: entry.server.state.clone(),
            steps: Steps::of(action, has_restart_call),
            message: String::new(),
            http_status: None,
            correlation_id: None,
            needs_person: false,
            version: 0,
            created_at: self.0.parts.clock.now(),
            ended_at: None,
        })
    }

    /// Whether a server can take an action now; the sentence that says why not.
    pub(crate) fn check(
        &self,
        key: &ServerKey,
        brand: domain::provider::Brand,
        action: PowerAction,
        state: &ServerState,
    ) -> std::result::Result<(), String> {
        if let Offer::No(why) = self.0.parts.registry.provider(brand).capabilities().power(action) {
            return Err(why);
        }
        if let Some(open) = self.open_on(key) {
            return Err(open.in_the_way);
        }
        if let Some(why) = self.0.inventory.refusal(key.credential) {
            return Err(why);
        }
        action.check(state)
    }
}
