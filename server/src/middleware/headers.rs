//! The security headers of every answer, and the nonce that ties a page's scripts to its policy.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderValue};
use leptos::nonce::Nonce;

/// What is the same on every answer.
pub const FIXED: [(HeaderName, &str); 8] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
    (HeaderName::from_static("reporting-endpoints"), "csp=\"/csp-report\""),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
];

/// Everything off but what signing in and copying need.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), \
    clipboard-read=(), clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), \
    geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), \
    payment=(), picture-in-picture=(), publickey-credentials-create=(self), publickey-credentials-get=(self), \
    screen-wake-lock=(), serial=(), storage-access=(), sync-xhr=(), usb=(), window-management=(), \
    xr-spatial-tracking=()";

/// Two years, as the preload lists ask for.
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// The nonce of the answer being made. The page takes it up as its own, so that header and scripts agree.
#[derive(Clone, Debug)]
pub struct PageNonce(pub Nonce);

/// Adds the headers. `secure` says whether browsers come over TLS.
pub async fn layer(State(secure): State<bool>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    let policy = policy(&nonce);
    request.extensions_mut().insert(PageNonce(nonce));
    let mut response = next.run(request).await;
    add(response.headers_mut(), &policy, secure);
    response
}

fn add(headers: &mut HeaderMap, policy: &str, secure: bool) {
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    if secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    // Only what says otherwise may be kept: static files do.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// The content security policy around one nonce.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'; \
         report-to csp"
    )
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use axum::{Extension, Router, middleware};

    use super::*;
    use crate::testing::{get as ask, text};

    fn router(secure: bool) -> Router {
        let show = |Extension(PageNonce(nonce)): Extension<PageNonce>| async move { nonce.to_string() };
        Router::new().route("/", get(show)).layer(middleware::from_fn_with_state(secure, layer))
    }

    #[tokio::test]
    async fn h1_the_policy_carries_the_nonce_of_that_very_answer() {
        let router = router(false);
        let first = ask(&router, "/", &[]).await;
        let policy = first.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let nonce = text(first).await;
        assert!(policy.contains(&format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'")));
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"));
        assert_ne!(nonce, text(ask(&router, "/", &[]).await).await);
    }

    #[tokio::test]
    async fn h2_h3_headers_are_there_on_a_404_too_and_hsts_only_with_tls() {
        for secure in [false, true] {
            let response = ask(&router(secure), "/nowhere", &[]).await;
            for (name, value) in FIXED {
                assert_eq!(response.headers()[&name], value, "{name}");
            }
            assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
            assert_eq!(response.headers().contains_key(STRICT_TRANSPORT_SECURITY), secure);
            assert!(!response.headers().contains_key("server"));
        }
    }
}
