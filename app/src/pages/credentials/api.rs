//! What the credentials page asks and orders. A key goes in and never comes out.

#![expect(missing_docs, reason = "the macro makes a type of each function, with its arguments as fields")]

use domain::ids::CredentialId;
use domain::view::{CredentialsPage, KeyCheck};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::{routes, ssr};

/// The credentials of the acting team.
///
/// # Errors
/// Signed out, or no right.
#[server(endpoint = "credentials/page", prefix = "/api", input = Json)]
pub async fn list_credentials() -> Result<CredentialsPage, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let credentials = backend.access(&actor).credentials().map_err(ssr::fail)?;
    credentials.page().await.map_err(ssr::fail)
}

/// Tries a key and keeps it when it works.
///
/// # Errors
/// Beside a field what is wrong with it; else signed out, no right, or what the provider said.
#[server(endpoint = "credentials/add", prefix = "/api")]
pub async fn add_credential(
    brand: String,
    #[server(default)] label: String,
    #[server(default)] base_url: String,
    #[server(default)] key: String,
) -> Result<KeyCheck, AppError> {
    let kept = [("brand", brand.as_str()), ("label", &label), ("base_url", &base_url)];
    ssr::form("/api/credentials/add", &routes::credentials("add", None), &kept);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let brand = domain::provider::Brand::from_slug(&brand)
        .ok_or_else(|| ssr::fail(domain::DomainError::invalid("brand", "Choose a provider.")))?;
    let base_url = Some(base_url.trim().to_owned()).filter(|url| !url.is_empty());
    let manager = backend.access(&actor).manage_credentials().map_err(ssr::fail)?;
    let new = backend::NewCredential { brand, label, base_url, key: key.into() };
    let check = manager.add(new).await.map_err(ssr::fail)?;
    ssr::done(routes::CREDENTIALS, Some(format!("{} was added. {}", check.label, check.summary)));
    Ok(check)
}

/// Tries a new key and puts it in the place of the old one when it works.
///
/// # Errors
/// As for adding; the old key stays in use.
#[server(endpoint = "credentials/replace", prefix = "/api")]
pub async fn replace_credential(
    credential: CredentialId,
    #[server(default)] key: String,
) -> Result<KeyCheck, AppError> {
    ssr::form("/api/credentials/replace", &routes::credentials("replace", Some(credential)), &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let manager = backend.access(&actor).manage_credentials().map_err(ssr::fail)?;
    let check = manager.replace(credential, key.into()).await.map_err(ssr::fail)?;
    ssr::done(
        routes::CREDENTIALS,
        Some(format!("The key of {} was replaced. {}", check.label, check.summary)),
    );
    Ok(check)
}

/// Forgets a key and what was seen through it. Nothing changes at the provider.
///
/// # Errors
/// Signed out, no right, or no such credential.
#[server(endpoint = "credentials/remove", prefix = "/api")]
pub async fn remove_credential(credential: CredentialId) -> Result<(), AppError> {
    ssr::form("/api/credentials/remove", routes::CREDENTIALS, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let manager = backend.access(&actor).manage_credentials().map_err(ssr::fail)?;
    manager.remove(credential).await.map_err(ssr::fail)?;
    ssr::done(routes::CREDENTIALS, Some("The key was removed. Nothing changed at the provider.".to_owned()));
    Ok(())
}

/// Tries a stored key now.
///
/// # Errors
/// Signed out, no right, no such credential, or what the provider said.
#[server(endpoint = "credentials/check", prefix = "/api")]
pub async fn check_credential(credential: CredentialId) -> Result<KeyCheck, AppError> {
    ssr::form("/api/credentials/check", routes::CREDENTIALS, &[]);
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    let manager = backend.access(&actor).manage_credentials().map_err(ssr::fail)?;
    let check = manager.check(credential).await.map_err(ssr::fail)?;
    ssr::done(routes::CREDENTIALS, Some(format!("{} works. {}", check.label, check.summary)));
    Ok(check)
}
