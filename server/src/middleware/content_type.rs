//! Which kinds of body each part of the server reads. Kinds that a foreign form can send unasked are refused unless declared.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode};

/// By the beginning of the path: what may be sent there. Elsewhere no body is read at all.
const ALLOWED: [(&str, &[&str]); 2] = [
    ("/api/", &["application/x-www-form-urlencoded", "application/json"]),
    (crate::report::PATH, &["application/reports+json", "application/csp-report"]),
];

/// Refuses bodies of a kind that nobody there reads.
pub async fn layer(request: Request, next: Next) -> Response {
    if has_body(request.headers()) && !is_allowed(request.uri().path(), request.headers()) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    next.run(request).await
}

fn has_body(headers: &HeaderMap) -> bool {
    let length = headers.get(CONTENT_LENGTH).map(|length| length.as_bytes() != b"0");
    length.unwrap_or_else(|| headers.contains_key(TRANSFER_ENCODING) || headers.contains_key(CONTENT_TYPE))
}

fn is_allowed(path: &str, headers: &HeaderMap) -> bool {
    let sent = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = sent.split(';').next().unwrap_or_default().trim();
    let allowed =
        ALLOWED.iter().find(|(prefix, _)| path.starts_with(prefix)).map_or(&[][..], |(_, kinds)| kinds);
    allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(kind))
}

#[cfg(test)]
mod tests {
    use axum::routing::any;
    use axum::{Router, middleware};

    use super::*;
    use crate::testing::send;

    #[tokio::test]
    async fn c3_undeclared_kinds_are_refused() {
        let router = Router::new().fallback(any(async || "in")).layer(middleware::from_fn(layer));
        for (path, kind, status) in [
            ("/api/x", "application/json", 200),
            ("/api/x", "application/x-www-form-urlencoded; charset=utf-8", 200),
            ("/api/x", "text/plain", 415),
            ("/api/x", "multipart/form-data; boundary=a", 415),
            ("/api/x", "", 415),
            ("/servers", "application/json", 415),
            ("/csp-report", "application/reports+json", 200),
        ] {
            let response =
                send(&router, "POST", path, &[("content-type", kind), ("content-length", "2")], "{}").await;
            assert_eq!(response.status(), status, "{path} {kind}");
        }
        assert_eq!(send(&router, "POST", "/api/x", &[("content-length", "0")], "").await.status(), 200);
    }
}
