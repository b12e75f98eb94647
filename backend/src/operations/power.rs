//! Power actions as tasks: what the older power calls of the pages are made of.

use domain::DomainError;
use domain::ErrorKind;
use domain::capability::Offer;
use domain::change::ServerChange;
use domain::ids::{OperationId, ProviderResourceId, ServerKey};
use domain::power::{PowerAction, PowerCall};
use domain::provider::Brand;
use domain::server::ServerState;
use providers::family::Secrets;

use super::Operations;
use super::task::{Before, StepDraft, Task, Then};
use crate::access::TeamScope;
use crate::actor::Actor;
use crate::db::operations::Operation;
use crate::error::Result;

/// The act of a power action.
pub(crate) const fn act_of(action: PowerAction) -> &'static str {
    match action {
        PowerAction::Start => "server.start",
        PowerAction::Stop => "server.stop",
        PowerAction::ForceStop => "server.force_stop",
        PowerAction::Restart => "server.restart",
    }
}

/// What `action` needs: one request, or a stop and a start where the platform has no restart.
pub(crate) fn requests(
    id: &ProviderResourceId,
    action: PowerAction,
    has_restart_call: bool,
) -> Vec<StepDraft> {
    let calls: &[PowerCall] = match action {
        PowerAction::Start => &[PowerCall::Start],
        PowerAction::Stop => &[PowerCall::Stop],
        PowerAction::ForceStop => &[PowerCall::ForceStop],
        PowerAction::Restart if has_restart_call => &[PowerCall::Restart],
        PowerAction::Restart => &[PowerCall::Stop, PowerCall::Start],
    };
    calls.iter().map(|call| ServerChange::Power { id: id.clone(), call: *call }.into()).collect()
}

impl Operations {
    /// Has `action` done to a server. The same id with the same content gives the operation that exists already.
    pub(crate) async fn run(
        &self,
        actor: &Actor,
        scope: TeamScope,
        id: OperationId,
        (server, action): (&ServerKey, PowerAction),
    ) -> Result<Operation> {
        if let Some(known) = self.known(scope, id, server, act_of(action)).await? {
            return Ok(known);
        }
        match self.power_task(scope, server, action) {
            Ok(task) => self.begin(actor, scope, id, None, task, Secrets::default()).await,
            // What stands in the way may be this very operation, written down meanwhile by another request.
            Err(refusal) => match self.known(scope, id, server, act_of(action)).await? {
                Some(known) => Ok(known),
                None => Err(refusal.into()),
            },
        }
    }

    fn power_task(
        &self,
        scope: TeamScope,
        server: &ServerKey,
        action: PowerAction,
    ) -> std::result::Result<Task, DomainError> {
        let view = self.0.inventory.team(scope.team());
        let entry = view.get(server).ok_or_else(|| DomainError::not_found("server"))?;
        self.check(server, entry.brand, action, &entry.server.state)
            .map_err(|why| DomainError::new(ErrorKind::Conflict, why))?;
        let has_restart_call = self.0.inventory.compute(entry.brand)?.has_restart_call();
        Ok(Task {
            subject: server.clone(),
            name: entry.server.name.clone(),
            brand: entry.brand,
            act: act_of(action).to_owned(),
            steps: requests(&server.id, action, has_restart_call),
            before: Before::of(&entry.server),
            then: Then::default(),
            summary: String::new(),
        })
    }

    /// Whether a server can take an action now; the sentence that says why not.
    pub(crate) fn check(
        &self,
        key: &ServerKey,
        brand: Brand,
        action: PowerAction,
        state: &ServerState,
    ) -> std::result::Result<(), String> {
        if let Offer::No(why) = self.0.parts.registry.provider(brand).capabilities().power(action) {
            return Err(why);
        }
        if let Some(why) = self.in_the_way(key) {
            return Err(why);
        }
        action.check(state)
    }
}
