//! Changes reach the provider exactly once, whatever people and networks do.

use axum::body::Body;
use axum::response::Response;
use domain::operation::OperationState;
use domain::policy::Role;
use domain::provider::Brand;
use domain::view::{OperationRow, ServerRow};
use serde_json::{Value, json};
use simulators::{Control, Fault, FaultKind, SimKind};
use uuid::Uuid;

use crate::harness::{TestApp, Visitor, confirmation, error, text, until};

const STOP: &str = "/user-resource/vm/stop";

/// What loads a page anew where there is no script.
const REFRESH: &str = r#"<noscript><meta http-equiv="refresh" content="3"></noscript>"#;

/// Whether a page without script loads itself anew.
async fn refreshes(page: Response) -> bool {
    let html = text(page).await;
    let (head, body) = html.split_once("</head>").unwrap();
    assert!(!body.contains("http-equiv"), "the browser's part takes the body over");
    head.contains(REFRESH)
}

fn provider(app: &TestApp) -> &Control {
    app.demo.simulators().iter().find(|simulator| simulator.kind() == SimKind::Elastis).unwrap().control()
}

async fn running(app: &TestApp) -> ServerRow {
    let servers = app.servers().await;
    servers.into_iter().find(|row| row.brand == Brand::Elastis && row.state.word() == "running").unwrap()
}

fn stop(operation: Uuid, server: &ServerRow) -> Value {
    confirmation(operation, "server.stop", &[&server.key])
}

/// The operation once its only request has ended in some way.
async fn answered(person: &Visitor<'_>, operation: Uuid) -> OperationRow {
    until("the request to end", async || {
        let row: OperationRow =
            person.ask("/api/activity/operation", json!({ "operation": operation })).await;
        (!matches!(row.state, OperationState::Intended | OperationState::Sent)).then_some(row)
    })
    .await
}

#[tokio::test]
async fn i5_two_clicks_on_one_plan_are_one_request() {
    let app = TestApp::start().await;
    let server = running(&app).await;
    let (one, other) = (app.person(Role::Operator).await, app.person(Role::Operator).await);
    let operation = Uuid::new_v4();
    let arguments = stop(operation, &server);
    let (a, b, c) = tokio::join!(
        one.call("/api/acts/run", &arguments),
        one.call("/api/acts/run", &arguments),
        other.call("/api/acts/run", &arguments),
    );
    assert_eq!([a.status(), b.status(), c.status()].map(|status| status.as_u16()), [200; 3]);
    assert_eq!(answered(&one, operation).await.state, OperationState::Succeeded);
    assert_eq!(provider(&app).writes(), 1);
}

#[tokio::test]
async fn what_people_write_is_in_no_address_that_a_refusal_leads_to() {
    let app = TestApp::start().await;
    let server = running(&app).await;
    let person = app.person(Role::Owner).await;
    let page = format!("/servers/{}", server.key);
    for (act, fields, to) in [
        // A bell is no plain text; a server without a name is none.
        ("server.note", "note=CANARY%07", format!("{page}?do=server.note&review=1")),
        ("server.rename", "name=", format!("{page}?do=server.rename&name=&review=1")),
    ] {
        let mut confirmed = confirmation(Uuid::new_v4(), act, &[&server.key]);
        confirmed["fields"] = fields.into();
        confirmed["back"] = page.clone().into();
        let refused = person.submit("/api/acts/run", &confirmed).await;
        assert_eq!(refused.status(), 303, "{act}");
        assert_eq!(refused.headers()["location"], to, "{act}");
        assert!(!format!("{:?}", refused.headers()).contains("CANARY"), "{act}");
    }
    let shown = person.open(&format!("{page}?do=server.note&review=1")).await;
    assert!(text(shown).await.contains("no address keeps it"));
}

#[tokio::test]
async fn without_scripts_only_the_page_of_a_server_that_changes_loads_itself_anew() {
    let app = TestApp::start().await;
    let server = running(&app).await;
    let page = format!("/servers/{}", server.key);
    let operator = app.person(Role::Operator).await;
    let refreshes = async |address: &str| refreshes(operator.open(address).await).await;
    assert!(!refreshes(&page).await);
    // The provider does not answer, so that the change stays under way.
    provider(&app).inject(Fault::new(STOP, FaultKind::Hang));
    assert_eq!(operator.call("/api/acts/run", &stop(Uuid::new_v4(), &server)).await.status(), 200);
    assert!(refreshes(&page).await);
    assert!(!refreshes(&format!("{page}?do=server.stop")).await, "a plan is read in peace");
    let servers = app.servers().await;
    let other = servers.iter().find(|row| row.key != server.key).unwrap();
    assert!(!refreshes(&format!("/servers/{}", other.key)).await);
}

#[tokio::test]
async fn without_scripts_a_page_loads_itself_anew_until_it_shows_what_a_change_came_to() {
    let app = TestApp::start().await;
    let server = running(&app).await;
    let page = format!("/servers/{}", server.key);
    let operator = app.person(Role::Operator).await;
    // The change ends; what the provider lists now is not known yet.
    provider(&app).inject(Fault::new("/user-resource/vm/list", FaultKind::Held).always());
    let operation = Uuid::new_v4();
    assert_eq!(operator.call("/api/acts/run", &stop(operation, &server)).await.status(), 200);
    assert_eq!(answered(&operator, operation).await.state, OperationState::Succeeded);
    assert!(refreshes(operator.open(&page).await).await);
    provider(&app).clear_faults();
    until("the page to stand still", async || (!refreshes(operator.open(&page).await).await).then_some(()))
        .await;
}

#[tokio::test]
async fn without_scripts_what_a_note_says_of_a_change_gives_way_to_what_the_page_says() {
    let app = TestApp::start().await;
    let server = running(&app).await;
    let page = format!("/servers/{}", server.key);
    let operator = app.person(Role::Operator).await;
    for (act, fields, passes) in [("server.stop", "", true), ("server.tag", "tags=night", false)] {
        let operation = Uuid::new_v4();
        let mut confirmed = confirmation(operation, act, &[&server.key]);
        confirmed["fields"] = fields.into();
        confirmed["back"] = page.clone().into();
        let begun = operator.submit("/api/acts/run", &confirmed).await;
        assert_eq!(
            (begun.status().as_u16(), &begun.headers()["location"]),
            (303, &page.parse().unwrap()),
            "{act}"
        );
        let said = begun.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
        let said =
            said.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with("flash="));
        let said = said.unwrap().to_owned();
        if passes {
            assert_eq!(answered(&operator, operation).await.state, OperationState::Succeeded, "{act}");
        }
        // However long ago the change has ended, and whatever was read since.
        until("the page to stand still", async || {
            (!refreshes(operator.open(&page).await).await).then_some(())
        })
        .await;
        let told = operator.request("GET", &page).header("accept", "text/html").header("cookie", said);
        assert_eq!(refreshes(operator.send(told.body(Body::empty()).unwrap()).await).await, passes, "{act}");
    }
}

#[tokio::test]
async fn i5_two_people_with_two_plans_for_one_server_do_not_both_get_through() {
    let app = TestApp::start().await;
    let server = running(&app).await;
    provider(&app).inject(Fault::new(STOP, FaultKind::Hang));
    let (one, other) = (app.person(Role::Operator).await, app.person(Role::Admin).await);
    assert_eq!(one.call("/api/acts/run", &stop(Uuid::new_v4(), &server)).await.status(), 200);
    let refused = other.call("/api/acts/run", &stop(Uuid::new_v4(), &server)).await;
    assert_eq!(refused.status(), 409);
    assert!(!error(refused).await.message.is_empty());
}

#[tokio::test]
async fn i3_every_way_to_fail_is_one_request_and_an_honest_outcome() {
    use OperationState::{Failed, Unknown};
    for (kind, expected) in [
        (FaultKind::Cut, Unknown),
        (FaultKind::ServerError, Unknown),
        (FaultKind::Html { status: 502 }, Unknown),
        (FaultKind::Answer { status: 500, body: "{".into() }, Unknown),
        (FaultKind::Forbidden, Failed),
        (FaultKind::RateLimited { retry_after: Some(1) }, Failed),
    ] {
        let app = TestApp::start().await;
        let server = running(&app).await;
        let person = app.person(Role::Operator).await;
        let what = format!("{kind:?}");
        provider(&app).inject(Fault::new(STOP, kind));
        let operation = Uuid::new_v4();
        assert_eq!(person.call("/api/acts/run", &stop(operation, &server)).await.status(), 200, "{what}");
        let row = answered(&person, operation).await;
        assert_eq!(row.state, expected, "{what}: {}", row.message);
        assert!(!row.message.is_empty(), "{what}");
        assert_eq!(provider(&app).writes(), 1, "{what}");
    }
}
