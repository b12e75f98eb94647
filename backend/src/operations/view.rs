//! An operation as people follow it.

use domain::view::OperationRow;

use crate::db::operations::Operation;

/// The row that pages show.
pub(crate) fn row(operation: Operation) -> OperationRow {
    OperationRow {
        state: operation.state(),
        steps: operation.steps.view(),
        id: operation.id,
        action: operation.action,
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
