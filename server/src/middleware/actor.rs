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
    match backend.actor(&who.session, who.request_id.clone(), who.ip).await {
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

fn is_page(path: &str) -> bool {
    !path.starts_with("/api/") && path != crate::events::PATH
}
