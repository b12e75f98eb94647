//! An operation as people follow it.

use domain::act::words::words_of;
use domain::change::{Change, ServerChange};
use domain::ids::ServerKey;
use domain::operation::OperationState;
use domain::view::OperationRow;

use super::{Operations, TO_CHECK, to_settle};
use crate::actor::Actor;
use crate::acts::guard::role_refusal;
use crate::db::operations::Operation;

impl Operations {
    /// The row that this person's pages show; of what waits, with for what.
    pub(crate) fn row(&self, actor: &Actor, operation: Operation) -> OperationRow {
        let why = self.0.waits.of(operation.id);
        let row = row(actor, operation);
        match why.filter(|_| row.waits) {
            Some(message) => OperationRow { message, ..row },
            None => row,
        }
    }
}

/// The row that this person's pages show of an operation that does not wait.
pub(crate) fn row(actor: &Actor, operation: Operation) -> OperationRow {
    let words = words_of(&operation.act);
    let (mut check_refusal, mut settle_refusal) = (None, None);
    if operation.state() == OperationState::Unknown {
        check_refusal = role_refusal(actor, TO_CHECK);
        settle_refusal = check_refusal.clone().or_else(|| role_refusal(actor, to_settle(&operation.act)));
    }
    let waits = operation.steps.waits();
    if waits {
        settle_refusal =
            role_refusal(actor, TO_CHECK).or_else(|| role_refusal(actor, to_settle(&operation.act)));
    }
    OperationRow {
        state: operation.state(),
        steps: operation.steps.view(),
        made: made_server(&operation),
        verb: words.verb.to_owned(),
        doing: words.doing.to_owned(),
        noun: words.noun.to_owned(),
        id: operation.id,
        act: operation.act,
        summary: operation.summary,
        server: operation.server,
        server_name: operation.server_name,
        brand: operation.brand,
        actor: operation.actor_name,
        message: operation.message,
        status: operation.http_status,
        correlation_id: operation.correlation_id,
        check_refusal,
        settle_refusal,
        waits,
        created_at: operation.created_at,
        ended_at: operation.ended_at,
    }
}

/// The server that an operation made, once it is known.
pub(crate) fn made_server(operation: &Operation) -> Option<ServerKey> {
    let makes = |change: &Change| {
        matches!(
            change,
            Change::Server(ServerChange::Create(_) | ServerChange::Order(_) | ServerChange::Clone { .. })
        )
    };
    let step = operation.steps.all().iter().find(|step| makes(&step.change))?;
    step.made.clone().map(|id| ServerKey { id, ..operation.server.clone() })
}
