//! What the list asks and keeps beside its rows: completions, everything that matches, columns, saved views.

#![expect(missing_docs, reason = "the macro makes a type of each function, with its arguments as fields")]

use domain::ids::ServerKey;
#[cfg(feature = "ssr")]
use domain::query::{Column, ServerQuery};
use domain::view::Completion;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::ssr;

/// What can stand in place of the word at the end of a search text.
///
/// # Errors
/// Signed out.
#[server(endpoint = "servers/complete", prefix = "/api", input = Json)]
pub async fn complete_search(search: String) -> Result<Vec<Completion>, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let servers = backend.access(&actor).servers().map_err(ssr::fail)?;
    Ok(servers.complete(&search))
}

/// The servers that a search finds, by name, as far as one act can take them.
///
/// # Errors
/// Signed out.
#[server(endpoint = "servers/keys", prefix = "/api", input = Json)]
pub async fn matching_keys(search: String) -> Result<Vec<ServerKey>, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let servers = backend.access(&actor).servers().map_err(ssr::fail)?;
    Ok(servers.keys(&search))
}

/// Keeps which columns the person wants to see, in this order.
///
/// # Errors
/// Signed out.
#[server(endpoint = "servers/columns", prefix = "/api")]
pub async fn set_columns(
    #[server(default)] columns: Vec<String>,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    ssr::form("/api/servers/columns", &back, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let columns: Vec<Column> = columns.iter().filter_map(|column| Column::from_slug(column)).collect();
    let preferences = backend.access(&actor).preferences().map_err(ssr::fail)?;
    preferences.set_columns(&columns).await.map_err(ssr::fail)?;
    ssr::done(&back, None);
    Ok(())
}

/// Keeps a search under a name, for the person or for the whole team.
///
/// # Errors
/// Signed out, no right to share, or a name that is taken or not fit.
#[server(endpoint = "servers/save_view", prefix = "/api")]
pub async fn save_view(
    name: String,
    #[server(default)] shared: bool,
    #[server(default)] q: String,
    #[server(default)] sort: String,
    #[server(default)] group: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    ssr::form("/api/servers/save_view", &back, &[("name", &name)]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let query = ServerQuery::from_parts(Some(&q), Some(&sort), Some(&group), None);
    let preferences = backend.access(&actor).preferences().map_err(ssr::fail)?;
    preferences.save_view(&name, shared, &query).await.map_err(ssr::fail)?;
    ssr::done(&back, Some(format!("The view {} is saved.", name.trim())));
    Ok(())
}

/// Removes a saved view.
///
/// # Errors
/// Signed out, no right, or no such view.
#[server(endpoint = "servers/remove_view", prefix = "/api")]
pub async fn remove_view(id: String, #[server(default)] back: String) -> Result<(), AppError> {
    ssr::form("/api/servers/remove_view", &back, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let preferences = backend.access(&actor).preferences().map_err(ssr::fail)?;
    preferences.remove_view(&id).await.map_err(ssr::fail)?;
    ssr::done(&back, Some("The view is removed.".to_owned()));
    Ok(())
}
