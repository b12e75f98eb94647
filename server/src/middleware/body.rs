//! Bodies are small, arrive steadily, and are read before anything else looks at them.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::{DomainError, ErrorKind};
use http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use crate::config::{HttpConfig, Limits};
use crate::reply;

/// Reads the whole body within its limits and passes it on in one piece.
pub async fn layer(State(config): State<Arc<HttpConfig>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let most = config.limits.body_at(parts.uri.path());
    let read = if announced(&parts.headers) > most {
        Err(too_large())
    } else {
        read(body, most, &config.limits).await
    };
    match read {
        Ok(bytes) => {
            parts.headers.remove(http::header::TRANSFER_ENCODING);
            next.run(Request::from_parts(parts, Body::from(bytes))).await
        }
        Err(error) => reply::refuse(&Request::from_parts(parts, Body::empty()), error),
    }
}

fn announced(headers: &http::HeaderMap) -> usize {
    headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0)
}

async fn read(body: Body, most: usize, limits: &Limits) -> Result<Bytes, DomainError> {
    let mut body = Limited::new(body, most);
    let mut bytes = Vec::new();
    loop {
        match tokio::time::timeout(limits.body_idle, body.frame()).await {
            Err(_) => {
                return Err(DomainError::new(
                    ErrorKind::Network,
                    "The request stopped arriving. Nothing was done.",
                ));
            }
            Ok(None) => return Ok(bytes.into()),
            Ok(Some(Ok(frame))) => bytes.extend_from_slice(&frame.into_data().unwrap_or_default()),
            Ok(Some(Err(error))) if error.is::<LengthLimitError>() => return Err(too_large()),
            Ok(Some(Err(_))) => {
                return Err(DomainError::new(ErrorKind::Network, "The request broke off. Nothing was done."));
            }
        }
    }
}

fn too_large() -> DomainError {
    DomainError::new(ErrorKind::TooLarge, "That is more than Skydeck reads at once. Nothing was done.")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::routing::post;
    use axum::{Router, middleware};
    use futures::{StreamExt as _, stream};
    use tower::ServiceExt as _;

    use super::*;
    use crate::testing::{http_config, send};

    fn router(limits: Limits) -> Router {
        let mut config = http_config();
        config.limits = limits;
        Router::new()
            .route("/api/x", post(async |body: Bytes| body.len().to_string()))
            .layer(middleware::from_fn_with_state(Arc::new(config), layer))
    }

    #[tokio::test]
    async fn t1_a_body_over_the_limit_is_413_announced_or_not() {
        let router = router(Limits::default());
        assert_eq!(send(&router, "POST", "/api/x", &[], &"a".repeat(64 * 1024)).await.status(), 200);
        let long = "a".repeat(64 * 1024 + 1);
        assert_eq!(send(&router, "POST", "/api/x", &[], &long).await.status(), 413);
        assert_eq!(
            send(&router, "POST", "/api/x", &[("content-length", "65537")], "short").await.status(),
            413
        );
    }

    #[tokio::test(start_paused = true)]
    async fn t2_a_body_that_stops_arriving_is_given_up() {
        let stalled = stream::iter([Ok::<_, std::io::Error>("a")]).chain(stream::pending());
        let request = Request::post("/api/x").body(Body::from_stream(stalled)).unwrap();
        let limits = Limits { body_idle: Duration::from_secs(10), ..Limits::default() };
        assert_eq!(router(limits).oneshot(request).await.unwrap().status(), 503);
    }
}
