//! What the activity page asks.

#![expect(missing_docs, reason = "the macro makes a type of each function, with its arguments as fields")]

use domain::ids::OperationId;
use domain::view::{ActivityPage, ActivityQuery, OperationRow};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::ssr;

/// One page of operations.
///
/// # Errors
/// Signed out.
#[server(endpoint = "activity/page", prefix = "/api", input = Json)]
pub async fn list_activity(query: ActivityQuery) -> Result<ActivityPage, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let activity = backend.access(&actor).activity().map_err(ssr::fail)?;
    activity.page(&query).await.map_err(ssr::fail)
}

/// One operation.
///
/// # Errors
/// Signed out, or no such operation.
#[server(endpoint = "activity/operation", prefix = "/api", input = Json)]
pub async fn get_operation(operation: OperationId) -> Result<OperationRow, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let activity = backend.access(&actor).activity().map_err(ssr::fail)?;
    activity.operation(operation).await.map_err(ssr::fail)
}
