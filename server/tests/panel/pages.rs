//! Pages as they arrive before any script runs.

use domain::policy::Role;
use domain::provider::Brand;
use domain::query::ServerQuery;
use domain::view::{OperationRow, ServerList};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use serde_json::{Value, json};
use simulators::{Fault, FaultKind, SimKind};
use uuid::Uuid;

use crate::harness::{Setting, TestApp, confirmation, reviewed, text, until};

#[tokio::test]
async fn t21_the_login_guard_answers_before_anything_is_rendered() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    for page in app::routes::PAGES {
        let page = page.replace(":key", "x").replace(":token", "x");
        let response = anonymous.open(&page).await;
        match page.as_str() {
            "/sign-in" => assert_eq!(response.status(), 200),
            "/setup/x" => assert_eq!(response.status(), 404),
            _ => {
                assert_eq!(response.status(), 303, "{page}");
                assert!(response.headers()[LOCATION].to_str().unwrap().starts_with("/sign-in"), "{page}");
                assert_eq!(text(response).await, "", "{page}");
            }
        }
    }
    assert_eq!(
        anonymous.open("/no-such-page").await.status(),
        303,
        "strangers do not learn which pages there are"
    );
}

#[tokio::test]
async fn every_page_opens_and_what_is_none_says_so() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let owner = app.person(Role::Owner).await;
    for page in app::routes::PAGES.iter().filter(|page| !matches!(**page, "/" | "/sign-in" | "/setup/:token"))
    {
        let page = page.replace(":key", &servers[0].key.to_string());
        let response = owner.open(&page).await;
        assert_eq!(response.status(), 200, "{page}");
        assert_eq!(response.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
        assert!(text(response).await.contains("<h1"), "{page}");
    }
    assert!(owner.open("/").await.status().is_redirection());
    for nothing in ["/nowhere", "/servers/x/y", "/servers/rubbish", "/setup/x"] {
        assert_eq!(owner.open(nothing).await.status(), 404, "{nothing}");
    }
}

#[tokio::test]
async fn the_account_tells_what_its_role_may() {
    let app = TestApp::start().await;
    for (role, may, may_not) in [
        (Role::Owner, vec!["delete for good", "create what costs money", "remove provider keys"], vec![]),
        (Role::Operator, vec!["start, stop and restart"], vec!["delete for good", "remove provider keys"]),
        (Role::Viewer, vec!["see servers and activity"], vec!["start, stop", "create what", "see who pays"]),
    ] {
        let page = text(app.person(role).await.open("/account").await).await;
        may.iter().for_each(|words| assert!(page.contains(words), "{role:?} may {words}"));
        may_not.iter().for_each(|words| assert!(!page.contains(words), "{role:?} may not {words}"));
    }
}

#[tokio::test]
async fn the_list_is_in_the_first_answer() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let html = text(app.person(Role::Viewer).await.open("/servers").await).await;
    for row in servers {
        assert!(html.contains(&row.name), "{}", row.name);
    }
    assert!(html.contains("/pkg/test/skydeck.css"));
}

#[tokio::test]
async fn a_power_action_works_without_scripts() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let running = servers.iter().find(|row| row.state.word() == "running").unwrap();
    let operator = app.person(Role::Operator).await;
    let operation = Uuid::new_v4();
    let page = format!("/servers/{}", running.key);
    // The plan, its confirmation, and back to the page under it.
    let plan = text(operator.open(&format!("{page}?do=server.force_stop")).await).await;
    assert!(plan.contains(r#"action="/api/acts/run""#), "{plan}");
    assert!(plan.contains("plan_was="), "what was read goes along: {plan}");
    let fields = confirmation(operation, "server.force_stop", &[&running.key]);
    let mut fields = reviewed(&operator, fields).await;
    fields["back"] = page.clone().into();
    let response = operator.submit("/api/acts/run", &fields).await;
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()[LOCATION], page.as_str());
    until("the end of the operation", async || {
        let row: OperationRow =
            operator.ask("/api/activity/operation", json!({ "operation": operation })).await;
        (!row.state.is_open()).then_some(())
    })
    .await;
    let html = text(operator.open("/activity").await).await;
    assert!(html.contains(&running.name));
}

#[tokio::test]
async fn pages_are_compressed_and_files_are_not_compressed_again() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    let ask = async |uri: &str| {
        let request = owner.request("GET", uri).header("accept-encoding", "gzip, br");
        owner.send(request.body(axum::body::Body::empty()).unwrap()).await
    };
    let page = ask("/servers").await;
    assert_eq!(page.headers()[CONTENT_ENCODING], "br");
    assert!(page.headers()["vary"].to_str().unwrap().contains("accept-encoding"));
}

#[tokio::test]
async fn a_refusal_is_a_page_that_says_what_happened() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let fields = confirmation(Uuid::new_v4(), "server.stop", &[&servers[0].key]);
    let viewer = app.person(Role::Viewer).await;
    let foreign = viewer
        .request("GET", "/servers")
        .header("accept", "text/html")
        .header("host", "evil.test")
        .body("".into())
        .unwrap();
    let too_large = json!({ "email": "x".repeat(70_000) });
    let refusals = [
        (viewer.submit("/api/keys/add", &json!({})).await, 403, "Nothing was changed. Ask an owner"),
        (app.anonymous().submit("/api/acts/run", &fields).await, 401, r#"href="/sign-in""#),
        (viewer.submit("/api/session/sign_in", &too_large).await, 413, "Nothing was done."),
        (viewer.open("/api/servers/list").await, 405, "Nothing was done."),
        (viewer.open("/test/panic").await, 500, "look at Activity"),
        (viewer.send(foreign).await, 421, "nothing was done"),
    ];
    for (response, status, words) in refusals {
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/html; charset=utf-8", "{status}");
        assert!(
            response.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'")
        );
        let page = text(response).await;
        for part in [words, "<h1", "/pkg/test/skydeck.css", "Reference"] {
            assert!(page.contains(part), "{status} {part}: {page}");
        }
        assert!(!page.contains("CANARY") && !page.contains("<script"), "{page}");
    }
}

#[tokio::test]
async fn p6_the_set_up_link_makes_one_owner_and_is_gone() {
    let app = TestApp::with(Setting { seeded: false, ..Setting::default() }).await;
    let token = app.backend.setup_link().await.unwrap().unwrap();
    let mut person = app.anonymous();
    let wrong = person.open("/setup/wrong").await;
    assert_eq!(wrong.status(), 404);
    assert!(text(wrong).await.contains("it prints a new link"));
    for page in ["/", "/sign-in", "/servers"] {
        let response = person.open(page).await;
        assert_eq!(response.status(), 503, "{page}");
        assert!(text(response).await.contains("set-up link"), "{page}");
    }
    let page = person.open(&format!("/setup/{token}")).await;
    assert_eq!(page.status(), 200);
    assert!(text(page).await.contains("Password"));

    let fields = json!({ "token": token, "name": "Ada", "email": "ada@example.com", "password": "a long enough passphrase" });
    let made = person.submit("/api/session/setup", &fields).await;
    assert_eq!(made.status(), 303, "{}", text(made).await);
    person.keep_cookie(&made);
    assert_eq!(person.identity().await.team.role, Role::Owner);
    assert_eq!(app.anonymous().open("/sign-in").await.status(), 200);
    assert_eq!(app.anonymous().open(&format!("/setup/{token}")).await.status(), 404);
    assert_eq!(app.backend.setup_link().await.unwrap(), None);
    let again: Value = json!({ "token": token, "name": "Eve", "email": "eve@example.com", "password": "a long enough passphrase" });
    assert_eq!(app.anonymous().call("/api/session/setup", &again).await.status(), 404);
}

#[tokio::test]
async fn i8_with_a_provider_down_the_list_shows_what_was_known_and_why_it_is_old() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let lost = app.demo.simulators().iter().find(|simulator| simulator.kind() == SimKind::Elastis).unwrap();
    lost.control().inject(Fault::new("", FaultKind::Html { status: 502 }).always());
    let viewer = app.person(Role::Viewer).await;
    let one = servers.iter().find(|row| row.brand == Brand::Elastis).unwrap();
    let list = until("the list to know that the provider is down", async || {
        let refresh = json!({ "server": one.key });
        assert_eq!(viewer.call("/api/servers/refresh", &refresh).await.status(), 200);
        let query = json!({ "query": ServerQuery::from_parts(None, None, None, None) });
        let list: ServerList = viewer.ask("/api/servers/list", query).await;
        list.banners.iter().any(|banner| banner.brand == Brand::Elastis).then_some(list)
    })
    .await;
    assert_eq!(list.total, 23, "nothing was forgotten");
    assert!(list.rows.iter().all(|row| row.stale == (row.brand == Brand::Elastis)));
    let html = text(viewer.open("/servers").await).await;
    assert!(html.contains(&one.name) && !html.contains("<html><head><title>502"));
}
