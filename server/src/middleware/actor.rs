//! Finds out who asks, anew on every request: rights are read from the database, never from the session.
//! Pages are also told how their team's deck stands, which their frame shows.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use backend::{Backend, Session};

use super::client_ip::ClientIp;
use super::request_id::RequestId;
use crate::reply;

/// Puts the signed-in [`backend::Actor`] beside the request; nothing when nobody is signed in.
pub async fn layer(State(backend): State<Backend>, mut request: Request, next: Next) -> Response {
    let Some(who) = Who::of(&request) else { return next.run(request).await };
    let found = if is_unattended(&request) {
        backend.actor_again(&who.session, who.request_id.clone(), who.ip).await
    } else {
        backend.actor(&who.session, who.request_id.clone(), who.ip).await
    };
    match found {
        Ok(Some(actor)) => {
            if is_page(request.uri().path()) {
                request.extensions_mut().insert(backend.deck(&actor));
            }
            request.extensions_mut().insert(actor);
            next.run(request).await
        }
        Ok(None) => next.run(request).await,
        // Without an answer there is no identity, and without identity nothing goes on.
        Err(error) => reply::refuse(&request, error.into_public(&who.request_id)),
    }
}

/// What a request brings that could identify someone.
struct Who {
    session: Session,
    request_id: String,
    ip: IpAddr,
}

impl Who {
    /// None without a session cookie.
    fn of(request: &Request) -> Option<Self> {
        let extensions = request.extensions();
        let session = extensions.get::<Session>()?.clone();
        session.id()?;
        let ip = extensions.get::<ClientIp>()?.0;
        let request_id = extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        Some(Self { session, request_id, ip })
    }
}

/// Whether an open page asks by itself: such a request does not keep a session alive (security.md S4). A page with script
/// says so; one without script that loads itself anew is a navigation that nobody began.
fn is_unattended(request: &Request) -> bool {
    let headers = request.headers();
    let says = |name: &str, value: &str| headers.get(name).is_some_and(|said| said == value);
    let reloads_itself = says("sec-fetch-mode", "navigate")
        && says("sec-fetch-site", "same-origin")
        && !headers.contains_key("sec-fetch-user");
    request.uri().path() == crate::events::PATH || headers.contains_key(app::UNATTENDED) || reloads_itself
}

fn is_page(path: &str) -> bool {
    !path.starts_with("/api/") && path != crate::events::PATH
}
