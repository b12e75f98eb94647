//! What other sites can make a browser do: nothing.

use axum::body::Body;
use domain::policy::Role;
use http::StatusCode;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::json;

use crate::harness::TestApp;

#[tokio::test]
async fn c1_no_function_can_be_called_by_another_site() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    let cookie = format!("__Host-sid={}", owner.cookie.as_ref().unwrap());
    let foreign: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.test")],
        &[("origin", "null")],
        &[],
    ];
    for (path, _) in server_fn_paths() {
        for headers in foreign {
            let mut request = http::Request::post(path)
                .header(COOKIE, &cookie)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let response = owner.send(request.body(Body::from("a=b")).unwrap()).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
    assert_eq!(owner.open("/servers").await.status(), 200, "the session was not ended either");
}

#[tokio::test]
async fn c4_a_form_without_scripts_never_leads_away() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    for (back, referer) in
        [("https://evil.test/", ""), ("//evil.test", ""), ("", "https://evil.test/"), ("", "")]
    {
        let mut request = owner
            .request("POST", "/api/session/theme")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("accept", "text/html");
        if !referer.is_empty() {
            request = request.header("referer", referer);
        }
        let response = owner.send(request.body(Body::from(format!("theme=dark&back={back}"))).unwrap()).await;
        assert!(response.status().is_redirection());
        let to = response.headers()[LOCATION].to_str().unwrap();
        assert!(to.starts_with('/') && !to.starts_with("//"), "{back} {referer} → {to}");
    }
    let response = owner.submit("/api/session/theme", &json!({ "theme": "dark", "back": "/activity" })).await;
    assert_eq!(response.headers()[LOCATION], "/activity");
}
