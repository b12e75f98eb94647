//! Refuses what another site makes a browser send. Server functions have no such check of their own.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::{DomainError, ErrorKind};
use http::header::ORIGIN;
use http::{HeaderMap, Method};

use crate::config::{HttpConfig, PublicOrigin};
use crate::reply;

/// Paths that others may post to. They change nothing.
pub const EXEMPT: [&str; 1] = [crate::report::PATH];

/// Reads that act for a person as long as they last, and so are checked like changes.
const CHECKED_READS: [&str; 1] = [crate::events::PATH];

/// Lets through what this server's own pages send.
pub async fn layer(State(config): State<Arc<HttpConfig>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    let checked = if read { CHECKED_READS.contains(&path) } else { !EXEMPT.contains(&path) };
    if checked && !is_same_origin(request.headers(), &config.origin) {
        let message = "This request did not come from Skydeck's own pages, so nothing was done.";
        return reply::refuse(&request, DomainError::new(ErrorKind::Forbidden, message));
    }
    next.run(request).await
}

/// Browsers say where a request comes from in `Sec-Fetch-Site`; those too old for that say so in `Origin`.
fn is_same_origin(headers: &HeaderMap, origin: &PublicOrigin) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers
            .get(ORIGIN)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| origin.accepts(value)),
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::{any, get};
    use axum::{Router, middleware};
    use http::StatusCode;

    use super::*;
    use crate::testing::{ORIGIN_TEXT, http_config, send};

    fn router() -> Router {
        Router::new()
            .route("/x", any(async || "in"))
            .route(crate::events::PATH, get(async || "in"))
            .route(crate::report::PATH, any(async || "in"))
            .layer(middleware::from_fn_with_state(Arc::new(http_config()), layer))
    }

    #[tokio::test]
    async fn c1_only_our_own_pages_may_change_anything() {
        let router = router();
        let cases: [(&[(&str, &str)], bool); 9] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", ORIGIN_TEXT)], false),
            (&[("origin", ORIGIN_TEXT)], true),
            (&[("origin", "https://evil.test")], false),
            (&[("origin", "null")], false),
            (&[], false),
        ];
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            for (headers, allowed) in cases {
                let status = send(&router, method, "/x", headers, "").await.status();
                let expected = if allowed { StatusCode::OK } else { StatusCode::FORBIDDEN };
                assert_eq!(status, expected, "{method} {headers:?}");
            }
        }
        for method in ["GET", "HEAD"] {
            let status = send(&router, method, "/x", &[("sec-fetch-site", "cross-site")], "").await.status();
            assert_eq!(status, StatusCode::OK, "links from elsewhere work");
        }
    }

    #[tokio::test]
    async fn c5_event_streams_open_only_for_our_own_pages() {
        let router = router();
        let open = async |headers: &[(&str, &str)]| {
            send(&router, "GET", crate::events::PATH, headers, "").await.status()
        };
        assert_eq!(open(&[("sec-fetch-site", "same-origin")]).await, StatusCode::OK);
        assert_eq!(open(&[("sec-fetch-site", "cross-site")]).await, StatusCode::FORBIDDEN);
        assert_eq!(open(&[]).await, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn c1_the_exempt_paths_are_exactly_these() {
        assert_eq!(EXEMPT, ["/csp-report"]);
        assert_eq!(send(&router(), "POST", "/csp-report", &[], "").await.status(), StatusCode::OK);
    }
}
