//! A panic ends one request, not the server.

use std::panic::AssertUnwindSafe;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use domain::{DomainError, ErrorKind};
use futures::FutureExt as _;

use crate::reply::{self, Asker};

/// Answers 500 with nothing but the request's number.
pub async fn layer(request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => reply::error(
            &asker,
            DomainError::new(
                ErrorKind::Internal,
                "Whether anything changed is not known: look at Activity before you repeat it. The log has the details.",
            ),
        ),
    }
}

/// Logs where a panic happened and never its words, which may quote anything.
pub fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use axum::{Router, middleware};

    use super::*;
    use crate::testing::{get as ask, text};

    #[tokio::test]
    async fn t4_the_server_survives_and_tells_nothing() {
        async fn fail() -> &'static str {
            panic!("CANARY")
        }
        let router = Router::new()
            .route("/api/x", get(fail))
            .route("/ok", get(async || "ok"))
            .layer(middleware::from_fn(layer))
            .layer(middleware::from_fn(super::super::request_id::layer));
        let response = ask(&router, "/api/x", &[]).await;
        assert_eq!(response.status(), 500);
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let body = text(response).await;
        assert!(body.contains(&id) && !body.contains("CANARY"), "{body}");
        assert_eq!(ask(&router, "/ok", &[]).await.status(), 200);
    }
}
