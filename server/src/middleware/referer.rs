//! Where a form without scripts leads back to: only ever to this server.
//!
//! Leptos answers such a form with a redirect to the `Referer`, which another site could choose.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{LOCATION, REFERER};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::config::{HttpConfig, PublicOrigin};

/// Drops a foreign `Referer` from the request and a foreign `Location` from the answer.
pub async fn layer(State(config): State<Arc<HttpConfig>>, mut request: Request, next: Next) -> Response {
    if text(request.headers(), &REFERER).is_some_and(|from| !config.origin.contains(from)) {
        request.headers_mut().remove(REFERER);
    }
    let mut response = next.run(request).await;
    if text(response.headers(), &LOCATION).is_some_and(|to| !is_ours(to, &config.origin)) {
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("/"));
    }
    response
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    // Bytes that are no text are no address of ours either.
    headers.get(name).map(|value| value.to_str().unwrap_or("\u{fffd}"))
}

/// Whether the address stays on this server.
fn is_ours(to: &str, origin: &PublicOrigin) -> bool {
    is_local_path(to) || origin.contains(to)
}

/// Whether it is a path, and cannot be read as another host's address.
#[must_use]
pub fn is_local_path(to: &str) -> bool {
    let mut characters = to.chars();
    characters.next() == Some('/')
        && !matches!(characters.next(), Some('/' | '\\'))
        && !to.chars().any(|c| c.is_control() || c == '\\')
}

#[cfg(test)]
mod tests {
    use axum::routing::post;
    use axum::{Router, middleware};

    use super::*;
    use crate::testing::{ORIGIN_TEXT, http_config, send};

    /// Answers as Leptos does: with a redirect to the referer, else to where the query says.
    fn router() -> Router {
        let back = async |request: Request| {
            let to = request.headers().get(REFERER).cloned();
            let query = request.uri().query().unwrap_or("/").to_owned();
            let to = to.unwrap_or_else(|| HeaderValue::from_str(&query).unwrap());
            (http::StatusCode::FOUND, [(LOCATION, to)])
        };
        Router::new()
            .route("/api/x", post(back))
            .layer(middleware::from_fn_with_state(Arc::new(http_config()), layer))
    }

    #[tokio::test]
    async fn c4_a_form_never_leads_to_another_site() {
        let router = router();
        let own = format!("{ORIGIN_TEXT}/servers?page=2");
        for (referer, expected) in [
            (own.as_str(), own.as_str()),
            ("https://evil.test/", "/"),
            ("//evil.test", "/"),
            ("rubbish", "/"),
        ] {
            let response = send(&router, "POST", "/api/x", &[("referer", referer)], "").await;
            assert_eq!(response.headers()[LOCATION], expected, "{referer}");
        }
        for (to, expected) in [
            ("/servers", "/servers"),
            ("https://evil.test/", "/"),
            ("//evil.test/", "/"),
            ("javascript:x", "/"),
        ] {
            let response = send(&router, "POST", &format!("/api/x?{to}"), &[], "").await;
            assert_eq!(response.headers()[LOCATION], expected, "{to}");
        }
    }

    #[test]
    fn paths_that_browsers_read_as_hosts_are_not_local() {
        for bad in ["", "servers", "//evil.test", "/\\evil.test", "/a\\b", "/a\r\nb", "https://x"] {
            assert!(!is_local_path(bad), "{bad:?}");
        }
        assert!(is_local_path("/") && is_local_path("/servers?search=a%20b"));
    }
}
