//! Signs of life for supervisors and load balancers. Anonymous callers learn nothing else.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use http::StatusCode;

use crate::shared::Shared;

/// `/livez`: the process answers. `/readyz`: it can do its work; providers do not count.
pub fn routes(shared: Shared) -> Router {
    Router::new().route("/livez", get(async || "alive\n")).route("/readyz", get(ready)).with_state(shared)
}

async fn ready(State(shared): State<Shared>) -> (StatusCode, &'static str) {
    if !shared.is_stopping() && shared.backend.ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}
