//! The longest that an answer may take. No page waits for a provider, so only a fault takes this long.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::{DomainError, ErrorKind};

use crate::config::HttpConfig;
use crate::reply::{self, Asker};

/// Gives up on an answer that does not come. What was asked may still happen: operations are journalled.
pub async fn layer(State(config): State<Arc<HttpConfig>>, request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    match tokio::time::timeout(config.limits.request, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("gave up on an answer that did not come");
            let message =
                "Skydeck took too long. Whether anything changed is not known: look before you repeat it.";
            reply::error(&asker, DomainError::new(ErrorKind::Unavailable, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use axum::{Router, middleware};

    use super::*;
    use crate::testing::{get as ask, http_config};

    #[tokio::test(start_paused = true)]
    async fn t2_an_answer_that_never_comes_ends_in_503() {
        let router = Router::new()
            .route("/api/x", get(std::future::pending::<&'static str>))
            .layer(middleware::from_fn_with_state(Arc::new(http_config()), layer));
        assert_eq!(ask(&router, "/api/x", &[]).await.status(), 503);
    }
}
