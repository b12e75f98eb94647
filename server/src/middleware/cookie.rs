//! Takes the session cookie away so that browsers really let go of it, and clears what they kept on signing out.
//!
//! The session layer's own removal cookie lacks `Secure`, and browsers ignore that for a `__Host-` cookie.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::SET_COOKIE;
use http::{HeaderName, HeaderValue};

use crate::config::HttpConfig;

/// The server function that signs out.
pub const SIGN_OUT: &str = "/api/session/sign_out";

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Replaces removal cookies, and adds `Clear-Site-Data` to the answer that signs out.
pub async fn layer(State(config): State<Arc<HttpConfig>>, request: Request, next: Next) -> Response {
    let signing_out = request.uri().path() == SIGN_OUT;
    let mut response = next.run(request).await;
    let name = config.origin.session_cookie();
    let removed = rewrite(&mut response, name, config.origin.is_secure());
    if signing_out && removed {
        response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cookies\", \"storage\""));
    }
    response
}

fn rewrite(response: &mut Response, name: &str, secure: bool) -> bool {
    let cookies: Vec<HeaderValue> = response.headers().get_all(SET_COOKIE).iter().cloned().collect();
    let is_removal = |cookie: &HeaderValue| {
        let text = cookie.to_str().unwrap_or_default();
        text.strip_prefix(name).is_some_and(|rest| rest == "=" || rest.starts_with("=;"))
    };
    if !cookies.iter().any(is_removal) {
        return false;
    }
    response.headers_mut().remove(SET_COOKIE);
    for cookie in cookies.into_iter().filter(|cookie| !is_removal(cookie)) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    let secure = if secure { "; Secure" } else { "" };
    if let Ok(removal) =
        HeaderValue::from_str(&format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{secure}"))
    {
        response.headers_mut().append(SET_COOKIE, removal);
    }
    true
}

#[cfg(test)]
mod tests {
    use axum::routing::any;
    use axum::{Router, middleware};

    use super::*;
    use crate::testing::{http_config, send};

    #[tokio::test]
    async fn s7_the_removal_cookie_is_one_that_browsers_obey() {
        let removing = any(async || {
            [(SET_COOKIE, "__Host-sid=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT")]
        });
        let setting = any(async || [(SET_COOKIE, "__Host-sid=abc; Path=/; Secure")]);
        let router = Router::new()
            .route(SIGN_OUT, removing.clone())
            .route("/servers", removing)
            .route("/api/session/sign_in", setting)
            .layer(middleware::from_fn_with_state(Arc::new(http_config()), layer));

        let response = send(&router, "POST", SIGN_OUT, &[], "").await;
        assert_eq!(
            response.headers()[SET_COOKIE],
            "__Host-sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(response.headers().get_all(SET_COOKIE).iter().count(), 1);
        assert_eq!(response.headers()[CLEAR_SITE_DATA], "\"cookies\", \"storage\"");

        let ended = send(&router, "GET", "/servers", &[], "").await;
        assert!(ended.headers()[SET_COOKIE].to_str().unwrap().ends_with("Secure"));
        assert!(!ended.headers().contains_key(CLEAR_SITE_DATA));

        let set = send(&router, "POST", "/api/session/sign_in", &[], "").await;
        assert_eq!(set.headers()[SET_COOKIE], "__Host-sid=abc; Path=/; Secure");
    }
}
