//! What supervisors ask.

use serde_json::json;

use crate::harness::{TestApp, text};

#[tokio::test]
async fn d6_readiness_ends_with_the_order_to_stop_and_liveness_does_not() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    assert_eq!(anonymous.open("/readyz").await.status(), 200);
    app.stop.send_replace(true);
    let refused = anonymous.open("/readyz").await;
    assert_eq!(refused.status(), 503);
    assert_eq!(text(refused).await, "not ready\n", "no details for strangers");
    assert_eq!(anonymous.open("/livez").await.status(), 200);
}

#[tokio::test]
async fn d6_without_its_database_the_server_is_alive_but_not_ready() {
    let app = TestApp::start().await;
    app.backend.close().await;
    let anonymous = app.anonymous();
    assert_eq!(anonymous.open("/livez").await.status(), 200);
    assert_eq!(anonymous.open("/readyz").await.status(), 503);
    let failed = anonymous.call("/api/session/setup_valid", &json!({ "token": "x" })).await;
    assert!(failed.status().is_server_error());
    let error = crate::harness::error(failed).await;
    assert!(
        !error.message.to_lowercase().contains("sql") && !error.message.contains("pool"),
        "{}",
        error.message
    );
}
