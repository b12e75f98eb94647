//! What the servers' pages ask and order. Three lines each: the actor, one use case, our error.

#![expect(missing_docs, reason = "the macro makes a type of each function, with its arguments as fields")]

use domain::ids::{OperationId, ServerKey};
use domain::query::ServerQuery;
use domain::view::{OperationRow, ServerDetail, ServerList};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::{routes, secret, ssr};

/// One page of the list.
///
/// # Errors
/// Signed out.
#[server(endpoint = "servers/list", prefix = "/api", input = Json)]
pub async fn list_servers(query: ServerQuery) -> Result<ServerList, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let servers = backend.access(&actor).servers().map_err(ssr::fail)?;
    servers.list(&query).await.map_err(ssr::fail)
}

/// One server.
///
/// # Errors
/// Signed out, or no such server.
#[server(endpoint = "servers/get", prefix = "/api", input = Json)]
pub async fn get_server(server: ServerKey) -> Result<ServerDetail, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let servers = backend.access(&actor).servers().map_err(ssr::fail)?;
    servers.get(&server).await.map_err(ssr::fail)
}

/// Reads again now what became of an operation whose outcome is unknown.
///
/// # Errors
/// Signed out, no right, or no such operation.
#[server(endpoint = "servers/check", prefix = "/api")]
pub async fn check_operation(
    operation: OperationId,
    #[server(default)] back: String,
) -> Result<OperationRow, AppError> {
    ssr::form("/api/servers/check", &back, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let power = backend.access(&actor).power().map_err(ssr::fail)?;
    let row = power.check_now(operation).await.map_err(ssr::fail)?;
    ssr::done(&back, None);
    Ok(row)
}

/// A person says what became of an operation whose outcome is unknown.
///
/// # Errors
/// Signed out, no right, no such operation, or it is settled already.
#[server(endpoint = "servers/settle", prefix = "/api")]
pub async fn settle_operation(
    operation: OperationId,
    happened: bool,
    #[server(default)] back: String,
) -> Result<OperationRow, AppError> {
    ssr::form("/api/servers/settle", &back, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let power = backend.access(&actor).power().map_err(ssr::fail)?;
    let row = power.settle(operation, happened).await.map_err(ssr::fail)?;
    ssr::done(&back, None);
    Ok(row)
}

/// Takes back what was not sent yet of an operation, or of a batch by its id.
///
/// # Errors
/// Signed out, no right, nothing of this id, or nothing of it waits any more.
#[server(endpoint = "servers/take_back", prefix = "/api")]
pub async fn take_back_operation(
    operation: OperationId,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    ssr::form("/api/servers/take_back", &back, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let power = backend.access(&actor).power().map_err(ssr::fail)?;
    power.take_back(operation).await.map_err(ssr::fail)?;
    ssr::done(&back, None);
    Ok(())
}

/// Asks for a fresh reading of one server's source soon.
///
/// # Errors
/// Signed out, or no such server.
#[server(endpoint = "servers/refresh", prefix = "/api")]
pub async fn refresh_server(server: ServerKey, #[server(default)] back: String) -> Result<(), AppError> {
    ssr::form("/api/servers/refresh", &back, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let servers = backend.access(&actor).servers().map_err(ssr::fail)?;
    servers.refresh(Some(&server)).await.map_err(ssr::fail)?;
    ssr::done(if back.is_empty() { routes::SERVERS } else { &back }, None);
    Ok(())
}

/// A password that the provider keeps, for this one answer, and whose it is. `which` is `root` or `rescue`.
///
/// # Errors
/// Signed out, no right, no such server, or the provider does not tell.
#[server(endpoint = "servers/reveal", prefix = "/api")]
pub async fn reveal_password(
    server: ServerKey,
    #[server(default)] which: String,
) -> Result<(Option<String>, String), AppError> {
    ssr::keep_out_of_caches();
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let reveal = backend.access(&actor).reveal().map_err(ssr::fail)?;
    let revealed = reveal.password(&server, &which).await.map_err(ssr::fail)?;
    Ok((revealed.username, secret::shown(&revealed.password)))
}
