//! An operation as people follow it.

use domain::act::words::words_of;
use domain::change::{Change, ServerChange};
use domain::ids::ServerKey;
use domain::view::OperationRow;

use crate::db::operations::Operation;

/// The row that pages show.
pub(crate) fn row(operation: Operation) -> OperationRow {
    let words = words_of(&operation.act);
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
