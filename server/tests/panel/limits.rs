//! What is too much.

use axum::body::Body;
use domain::ErrorKind;
use domain::act::{Ask, Fields, Sheet};
use domain::policy::Role;
use domain::rules::cloud_init::WRITTEN_MAX_BYTES;
use http::header::CONTENT_TYPE;
use leptos::server_fn::axum::server_fn_paths;
use serde_json::json;
use uuid::Uuid;

use crate::harness::{TestApp, confirmation, error};

/// Those that may carry a script of 32 KiB, whatever its characters.
const WITH_SCRIPTS: [&str; 3] = ["/api/acts/ask", "/api/acts/run", "/api/scripts/save"];

#[tokio::test]
async fn t1_no_function_reads_more_than_64_kib_or_a_script() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    for (path, _) in server_fn_paths() {
        let most = if WITH_SCRIPTS.contains(&path) { 256 * 1024 } else { 64 * 1024 };
        let request = owner.request("POST", path).header(CONTENT_TYPE, "application/json");
        let response = owner.send(request.body(Body::from("x".repeat(most + 1))).unwrap()).await;
        assert_eq!(response.status(), 413, "{path}");
        assert_eq!(error(response).await.kind, ErrorKind::TooLarge, "{path}");
    }
}

#[tokio::test]
async fn a_script_that_the_rule_allows_fits_every_form_and_a_longer_one_is_told_its_limit() {
    let app = TestApp::start().await;
    app.servers().await;
    let owner = app.person(Role::Owner).await;
    let script = |bytes: usize| format!("#!/bin/sh\n{}", "%".repeat(bytes - 10));
    let save = async |bytes: usize| {
        let body = json!({ "name": format!("{bytes} bytes"), "body": script(bytes) });
        owner.call("/api/scripts/save", &body).await
    };
    assert_eq!(save(WRITTEN_MAX_BYTES).await.status(), 200);
    let refused = save(WRITTEN_MAX_BYTES + 1).await;
    assert_eq!(refused.status(), 422);
    let refused = error(refused).await;
    assert_eq!(refused.field.as_deref(), Some("body"));
    assert!(refused.message.starts_with("Use at most 32 KiB"), "{}", refused.message);

    // Within the fields of a confirmation it is encoded twice.
    let typed = script(WRITTEN_MAX_BYTES);
    let fields = Fields(vec![("cloud_init".to_owned(), typed)]);
    let mut create = confirmation(Uuid::new_v4(), "server.create", &[]);
    create["fields"] = app::routes::query(&fields.0).into();
    let answer = owner.call("/api/acts/run", &create).await;
    assert_ne!(answer.status(), 413);
    let asked = Ask { act: "server.create".to_owned(), fields, review: true, ..Ask::default() };
    let sheet: Sheet = owner.ask("/api/acts/ask", json!({ "ask": asked })).await;
    assert!(sheet.form.is_some());
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
