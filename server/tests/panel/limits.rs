//! What is too much.

use axum::body::Body;
use domain::ErrorKind;
use domain::policy::Role;
use http::header::CONTENT_TYPE;
use leptos::server_fn::axum::server_fn_paths;

use crate::harness::{TestApp, error};

#[tokio::test]
async fn t1_no_function_reads_more_than_64_kib() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    for (path, _) in server_fn_paths() {
        let request = owner.request("POST", path).header(CONTENT_TYPE, "application/json");
        let response = owner.send(request.body(Body::from("x".repeat(64 * 1024 + 1))).unwrap()).await;
        assert_eq!(response.status(), 413, "{path}");
        assert_eq!(error(response).await.kind, ErrorKind::TooLarge, "{path}");
    }
}

#[tokio::test]
async fn c3_functions_read_forms_and_json_only() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    for kind in
        ["text/plain", "multipart/form-data; boundary=x", "application/xml", "application/octet-stream"]
    {
        for (path, _) in server_fn_paths() {
            let request = owner.request("POST", path).header(CONTENT_TYPE, kind);
            let response = owner.send(request.body(Body::from("{}")).unwrap()).await;
            assert_eq!(response.status(), 415, "{path} {kind}");
            assert_eq!(error(response).await.kind, ErrorKind::Invalid, "{path}");
        }
    }
}

#[tokio::test]
async fn t28_rubbish_is_refused_in_a_form_that_pages_can_read() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    for (path, _) in server_fn_paths().filter(|(path, _)| *path != "/api/session/sign_out") {
        for rubbish in ["{", "null", "[]", "\"\u{0}\""] {
            let request = owner.request("POST", path).header(CONTENT_TYPE, "application/json");
            let response = owner.send(request.body(Body::from(rubbish)).unwrap()).await;
            if !response.status().is_success() {
                let message = error(response).await.message;
                assert!(!message.contains("serde") && !message.contains("line 1"), "{path}: {message}");
            }
        }
    }
}
