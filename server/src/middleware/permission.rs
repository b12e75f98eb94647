//! Holds every server function to the permission it declares. What declares none can't be called.
//!
//! The services check again through their typed handles; this layer makes sure that nobody forgets.

use app::permissions::{Permission, SERVER_FUNCTIONS};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use backend::Actor;
use domain::{DomainError, ErrorKind};

use crate::reply;

/// What `path` declares.
#[must_use]
pub fn declared(path: &str) -> Option<Permission> {
    SERVER_FUNCTIONS.iter().find(|(declared, _)| *declared == path).map(|(_, permission)| *permission)
}

/// Refuses calls that the declared permission does not cover.
pub async fn layer(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !path.starts_with("/api/") {
        return next.run(request).await;
    }
    let actor = request.extensions().get::<Actor>();
    match (declared(path), actor) {
        (None, _) => reply::refuse(&request, DomainError::new(ErrorKind::NotFound, "There is no such call.")),
        (Some(Permission::Public), _) | (Some(Permission::SignedIn), Some(_)) => next.run(request).await,
        (Some(_), None) => sign_in_first(&request),
        (Some(Permission::Team(verb)), Some(actor)) => {
            if actor.session.may(verb) {
                return next.run(request).await;
            }
            let role = actor.session.team.role.slug();
            let message = format!(
                "Your role, {role}, does not allow this. Nothing was changed. Ask an owner or admin of the team."
            );
            reply::refuse(&request, DomainError::new(ErrorKind::Forbidden, message))
        }
    }
}

fn sign_in_first(request: &Request) -> Response {
    let message = "Your session has ended, and nothing was done. Sign in, then ask for it again.";
    reply::refuse(request, DomainError::new(ErrorKind::Unauthenticated, message))
}
