//! A number for every request: in its log lines, in its answer and in its error, so that a person can quote it.

use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method};
use tracing::Instrument as _;
use uuid::Uuid;

/// The header that carries it back.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The request's number. Always made here: one from outside could be anything.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Gives the request its number and writes the line about its answer.
pub async fn layer(mut request: Request, next: Next) -> Response {
    let id = Uuid::new_v4().to_string();
    let method = request.method().clone();
    let path = loggable_path(request.uri().path()).to_owned();
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id = %id);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| describe(&method, &path, response.status().as_u16(), started));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// A read that went well is of little interest; the rest is.
fn describe(method: &Method, path: &str, status: u16, started: Instant) {
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::error!(%method, path, status, ms, "answered");
    } else if status >= 400 || !matches!(*method, Method::GET | Method::HEAD) {
        tracing::info!(%method, path, status, ms, "answered");
    } else {
        tracing::debug!(%method, path, status, ms, "answered");
    }
}

/// The path without what must not be logged. Queries never come here.
fn loggable_path(path: &str) -> &str {
    if path.starts_with("/setup/") { "/setup/…" } else { path }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use axum::{Extension, Router, middleware};

    use super::*;
    use crate::testing::{get as ask, text};

    #[tokio::test]
    async fn the_number_in_the_answer_is_the_one_the_handler_saw_and_never_the_callers() {
        let show = |Extension(RequestId(id)): Extension<RequestId>| async move { id };
        let router = Router::new().route("/", get(show)).layer(middleware::from_fn(layer));
        let response = ask(&router, "/", &[("x-request-id", "mine")]).await;
        let header = response.headers()[HEADER].to_str().unwrap().to_owned();
        assert!(Uuid::parse_str(&header).is_ok());
        assert_eq!(text(response).await, header);
    }

    #[test]
    fn d7_a_set_up_link_is_not_logged() {
        assert_eq!(loggable_path("/setup/abcdef"), "/setup/…");
        assert_eq!(loggable_path("/servers/1"), "/servers/1");
    }
}
