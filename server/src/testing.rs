//! Requests without a socket, for the tests of single layers.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::config::{HttpConfig, Limits, PublicOrigin};

/// The origin of [`http_config`].
pub const ORIGIN_TEXT: &str = "https://deck.example.com";

pub fn http_config() -> HttpConfig {
    let origin = PublicOrigin::configured(&url::Url::parse(ORIGIN_TEXT).unwrap());
    HttpConfig { origin, trusted_proxies: Vec::new(), limits: Limits::default() }
}

pub async fn send(
    router: &Router,
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}

pub async fn get(router: &Router, uri: &str, headers: &[(&str, &str)]) -> Response {
    send(router, "GET", uri, headers, "").await
}

pub async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}
