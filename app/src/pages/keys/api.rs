//! What the page of keys and scripts asks and orders. Three lines each: the actor, one use case, our error.

#![expect(missing_docs, reason = "the macro makes a type of each function, with its arguments as fields")]

use domain::view::{KeysPage, ScriptText};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::{routes, secret, ssr};

/// The team's keys and scripts.
///
/// # Errors
/// Signed out.
#[server(endpoint = "keys/page", prefix = "/api", input = Json)]
pub async fn list_keys() -> Result<KeysPage, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let ring = backend.access(&actor).key_ring().map_err(ssr::fail)?;
    ring.page().await.map_err(ssr::fail)
}

/// Keeps a public key.
///
/// # Errors
/// Beside a field what is wrong with it; else signed out, or no right.
#[server(endpoint = "keys/add", prefix = "/api")]
pub async fn add_key(
    #[server(default)] name: String,
    #[server(default)] public_key: String,
) -> Result<String, AppError> {
    // What was pasted may be a private key: that is not sent back.
    let shown = if domain::rules::ssh_key::is_private(&public_key) { "" } else { public_key.as_str() };
    ssr::form("/api/keys/add", &routes::keys("key", ""), &[("name", &name), ("public_key", shown)]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let ring = backend.access(&actor).manage_key_ring().map_err(ssr::fail)?;
    let key = ring.add(&name, &public_key).await.map_err(ssr::fail)?;
    ssr::done(routes::KEYS, Some(format!("{} is kept. New servers can be given it.", key.name)));
    Ok(key.name)
}

/// Forgets a public key.
///
/// # Errors
/// Signed out, no right, or no such key.
#[server(endpoint = "keys/remove", prefix = "/api")]
pub async fn remove_key(id: String) -> Result<(), AppError> {
    ssr::form("/api/keys/remove", routes::KEYS, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let ring = backend.access(&actor).manage_key_ring().map_err(ssr::fail)?;
    ring.remove(&id).await.map_err(ssr::fail)?;
    ssr::done(routes::KEYS, Some("The key is forgotten. Servers that have it keep it.".to_owned()));
    Ok(())
}

/// One script with its text, to be edited.
///
/// # Errors
/// Signed out, no right, or no such script.
#[server(endpoint = "scripts/open", prefix = "/api", input = Json)]
pub async fn open_script(id: String) -> Result<ScriptText, AppError> {
    ssr::keep_out_of_caches();
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let ring = backend.access(&actor).manage_key_ring().map_err(ssr::fail)?;
    let (script, text) = ring.script(&id).await.map_err(ssr::fail)?;
    Ok(ScriptText { id: script.id, name: script.name, text: secret::shown(&text) })
}

/// Keeps a script: a new one, or `id` with another name or text.
///
/// # Errors
/// Beside a field what is wrong with it; else signed out, no right, or no such script.
#[server(endpoint = "scripts/save", prefix = "/api")]
pub async fn save_script(
    #[server(default)] id: String,
    #[server(default)] name: String,
    #[server(default)] body: String,
) -> Result<String, AppError> {
    // The text may hold passwords: it goes into no cookie.
    ssr::form("/api/scripts/save", &routes::keys("script", &id), &[("name", &name)]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let ring = backend.access(&actor).manage_key_ring().map_err(ssr::fail)?;
    let known = (!id.is_empty()).then_some(id.as_str());
    let script = ring.save_script(known, &name, &body.into()).await.map_err(ssr::fail)?;
    ssr::done(routes::KEYS, Some(format!("{} is saved.", script.name)));
    Ok(script.name)
}

/// Forgets a script.
///
/// # Errors
/// Signed out, no right, or no such script.
#[server(endpoint = "scripts/remove", prefix = "/api")]
pub async fn remove_script(id: String) -> Result<(), AppError> {
    ssr::form("/api/scripts/remove", routes::KEYS, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let ring = backend.access(&actor).manage_key_ring().map_err(ssr::fail)?;
    ring.remove_script(&id).await.map_err(ssr::fail)?;
    ssr::done(routes::KEYS, Some("The script is forgotten.".to_owned()));
    Ok(())
}
