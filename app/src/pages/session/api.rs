//! Signing in and out, the acting team, the theme, and what the rail shows. The forms are plain: the browser sends them
//! itself and loads the next page anew, because the session changed.

#![expect(missing_docs, reason = "the macro makes a type of each function, with its arguments as fields")]

use domain::ids::TeamId;
use domain::view::DeckView;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::{routes, ssr, ui::Theme};

/// What the rail shows now.
///
/// # Errors
/// Signed out.
#[server(endpoint = "session/get", prefix = "/api", input = Json)]
pub async fn get_deck() -> Result<DeckView, AppError> {
    let (actor, backend) = (ssr::actor()?, ssr::backend()?);
    Ok(backend.deck(&actor))
}

/// Signs in and leads to `next`.
///
/// # Errors
/// Wrong e-mail or password, or too many tries.
#[server(endpoint = "session/sign_in", prefix = "/api")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let next = routes::local(&next);
    ssr::form("/api/session/sign_in", &routes::sign_in(&next), &[("email", &email)]);
    let session = ssr::session()?;
    ssr::backend()?.sign_in(&session, &email, password.into(), ssr::peer()).await.map_err(ssr::fail)?;
    ssr::done(&next, None);
    Ok(())
}

/// Ends the session.
///
/// # Errors
/// When the session could not be ended; then it still is there.
#[server(endpoint = "session/sign_out", prefix = "/api")]
pub async fn sign_out() -> Result<(), AppError> {
    ssr::form("/api/session/sign_out", routes::SERVERS, &[]);
    let session = ssr::session()?;
    ssr::backend()?.sign_out(&session).await.map_err(ssr::fail)?;
    ssr::done(routes::SIGN_IN, None);
    Ok(())
}

/// Acts in another team from now on.
///
/// # Errors
/// Signed out, or not a member.
#[server(endpoint = "session/switch_team", prefix = "/api")]
pub async fn switch_team(team: TeamId) -> Result<(), AppError> {
    ssr::form("/api/session/switch_team", routes::SERVERS, &[]);
    let (actor, session) = (ssr::actor()?, ssr::session()?);
    ssr::backend()?.switch_team(&session, &actor, team).await.map_err(ssr::fail)?;
    ssr::done(routes::SERVERS, None);
    Ok(())
}

/// Whether a set-up link is still good.
///
/// # Errors
/// When that cannot be said.
#[server(endpoint = "session/setup_valid", prefix = "/api", input = Json)]
pub async fn setup_valid(token: String) -> Result<bool, AppError> {
    ssr::backend()?.setup_valid(&token).await.map_err(ssr::fail)
}

/// Makes the first account and signs it in.
///
/// # Errors
/// Beside a field what is wrong with it, or the link is used up.
#[server(endpoint = "session/setup", prefix = "/api")]
pub async fn setup(
    token: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    let back = format!("{}/{}", routes::SETUP, routes::encode(&token));
    ssr::form("/api/session/setup", &back, &[("name", &name), ("email", &email)]);
    let session = ssr::session()?;
    ssr::backend()?
        .complete_setup(&session, &token, &name, &email, password.into())
        .await
        .map_err(ssr::fail)?;
    ssr::done(routes::CREDENTIALS, Some("Your account is ready. Add the first provider key.".to_owned()));
    Ok(())
}

/// Remembers a theme in this browser.
///
/// # Errors
/// None.
#[server(endpoint = "session/theme", prefix = "/api")]
pub async fn set_theme(
    #[server(default)] theme: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    ssr::form("/api/session/theme", &back, &[]);
    ssr::remember_theme(Theme::parse(&theme));
    ssr::done(&back, None);
    Ok(())
}
