//! The headers of every kind of answer.

use axum::body::Body;
use axum::response::Response;
use domain::policy::Role;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, STRICT_TRANSPORT_SECURITY};
use serde_json::json;
use server::config::{Limits, RateLimits};
use server::middleware::headers::FIXED;

use crate::harness::{Setting, TestApp, Visitor, text};

fn check(what: &str, response: &Response, status: u16) {
    assert_eq!(response.status(), status, "{what}");
    let headers = response.headers();
    for (name, value) in FIXED {
        assert_eq!(headers.get(&name).unwrap(), value, "{what}: {name}");
    }
    let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
    for part in [
        "default-src 'none'",
        "'strict-dynamic'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    ] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{what}");
    assert_eq!(headers[STRICT_TRANSPORT_SECURITY], "max-age=63072000; includeSubDomains", "{what}");
    assert!(uuid::Uuid::parse_str(headers["x-request-id"].to_str().unwrap()).is_ok(), "{what}");
    assert!(
        !headers.contains_key("server") && !headers.contains_key("access-control-allow-origin"),
        "{what}"
    );
}

async fn post(visitor: &Visitor<'_>, uri: &str, kind: &str, body: impl Into<Body>) -> Response {
    visitor.send(visitor.request("POST", uri).header(CONTENT_TYPE, kind).body(body.into()).unwrap()).await
}

#[tokio::test]
async fn h2_h3_every_kind_of_answer_is_guarded() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    let anonymous = app.anonymous();

    for (what, response, status) in [
        ("a page", owner.open("/servers").await, 200),
        ("the sign-in", anonymous.open("/sign-in").await, 200),
        ("the login guard", anonymous.open("/servers").await, 303),
        ("no such page", owner.open("/nowhere").await, 404),
        ("a call", owner.call("/api/session/get", &json!({})).await, 200),
        ("a call without session", anonymous.call("/api/session/get", &json!({})).await, 401),
        (
            "a call without right",
            app.person(Role::Viewer).await.call("/api/servers/reveal", &json!({})).await,
            403,
        ),
        ("no such call", owner.call("/api/nothing", &json!({})).await, 404),
        ("a wrong method", owner.open("/api/acts/run").await, 405),
        ("too large", post(&owner, "/api/servers/list", "application/json", "a".repeat(70_000)).await, 413),
        ("unread kind", post(&owner, "/api/servers/list", "text/plain", "{}").await, 415),
        ("a panic", owner.open("/test/panic").await, 500),
        ("liveness", anonymous.open("/livez").await, 200),
        ("readiness", anonymous.open("/readyz").await, 200),
        ("a missing chunk", anonymous.open("/pkg/old/skydeck.js").await, 404),
        ("events without session", anonymous.open("/events").await, 401),
        ("events", owner.open("/events").await, 200),
    ] {
        check(what, &response, status);
        // An event stream may say no-cache, which its framework sets.
        let kept = response.headers()[CACHE_CONTROL].to_str().unwrap();
        assert!(kept == "no-store" || (what == "events" && kept == "no-cache"), "{what}: {kept}");
    }
    let file = anonymous.open("/pkg/test/skydeck.css").await;
    check("a file", &file, 200);
    assert_eq!(file.headers()[CACHE_CONTROL], "public, max-age=31536000, immutable");
}

#[tokio::test]
async fn h2_a_429_is_guarded_too() {
    let rate = RateLimits { calls_per_second: 0.01, calls_burst: 3.0, ..RateLimits::default() };
    let limits = Limits { rate: Some(rate), ..Limits::default() };
    let app = TestApp::with(Setting { limits, ..Setting::default() }).await;
    let owner = app.person(Role::Owner).await;
    for _ in 0..3 {
        assert_eq!(owner.call("/api/session/get", &json!({})).await.status(), 200);
    }
    let refused = owner.call("/api/session/get", &json!({})).await;
    check("too many calls", &refused, 429);
    let wait: u32 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(wait > 1);
    assert_eq!(crate::harness::error(refused).await.retry_after_s, Some(wait));
    assert_eq!(owner.open("/servers").await.status(), 200, "pages are not counted");
}

#[tokio::test]
async fn h1_a_pages_scripts_carry_the_nonce_of_its_policy() {
    let app = TestApp::start().await;
    app.servers().await;
    let owner = app.person(Role::Owner).await;
    let mut seen = Vec::new();
    for page in ["/servers", "/team/credentials", "/activity", "/account", "/nowhere"] {
        let response = owner.open(page).await;
        let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let status = response.status();
        let html = text(response).await;
        let scripts: Vec<&str> =
            html.split("<script").skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
        // Of a page that was refused the text says why.
        assert!(!scripts.is_empty(), "{page}: {status} {html}");
        for script in scripts {
            assert!(script.contains(&format!("nonce=\"{nonce}\"")), "{page}: <script{script}>");
        }
        // The policy forbids both, so a page that relied on them would look broken.
        for forbidden in [" style=\"", " onclick=\"", " onload=\"", "javascript:"] {
            assert!(!html.contains(forbidden), "{page}: {forbidden}");
        }
        seen.push(nonce);
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5, "a nonce is used once");
}

#[tokio::test]
async fn t4_a_panic_tells_its_number_and_nothing_else() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    let response = owner.open("/test/panic").await;
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let body = text(response).await;
    assert!(body.contains(&id) && !body.contains("CANARY") && !body.contains(".rs"), "{body}");
    assert_eq!(owner.open("/servers").await.status(), 200, "the server goes on");
}
