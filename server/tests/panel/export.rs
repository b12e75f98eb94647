//! The server list as a file: for whom, of what, and safe to open.

use domain::policy::Role;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use serde_json::{Value, json};
use server::config::Limits;
use simulators::SimKind;

use crate::harness::{Setting, TestApp, text, until};

#[tokio::test]
async fn every_role_that_sees_the_list_gets_it_as_a_file_and_nobody_else_does() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    for path in ["/servers/export.csv", "/servers/export.json"] {
        let nobody = app.anonymous().open(path).await;
        assert_eq!(nobody.status(), 303, "{path}");
        assert!(nobody.headers()["location"].to_str().unwrap().starts_with("/sign-in"), "{path}");
        assert_eq!(text(nobody).await, "");
    }
    for role in Role::ALL {
        let person = app.person(role).await;
        let response = person.open("/servers/export.csv").await;
        assert_eq!(response.status(), 200, "{}", role.slug());
        let headers = response.headers();
        assert_eq!(headers[CONTENT_TYPE], "text/csv; charset=utf-8; header=present");
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        let disposition = headers[CONTENT_DISPOSITION].to_str().unwrap().to_owned();
        assert!(disposition.starts_with("attachment; filename=\"servers-20"), "{disposition}");
        assert!(disposition.ends_with(".csv\""), "{disposition}");
        let file = text(response).await;
        assert_eq!(file.lines().count(), servers.len() + 1, "{}", role.slug());
        assert!(file.starts_with("id,name,provider,location,state,"), "{file}");
    }
}

#[tokio::test]
async fn what_is_exported_is_what_the_address_finds_in_its_order() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let person = app.person(Role::Viewer).await;
    let response = person.open("/servers/export.json?q=provider%3Aelastis&sort=-name&page=9").await;
    assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
    let rows: Vec<Value> = serde_json::from_str(&text(response).await).unwrap();
    let names: Vec<_> = rows.iter().map(|row| row["name"].as_str().unwrap().to_lowercase()).collect();
    assert!(rows.iter().all(|row| row["provider"] == "elastis"));
    assert!(names.is_sorted_by(|a, b| a >= b), "{names:?}");
    assert_eq!(names.len(), servers.iter().filter(|row| row.brand.slug() == "elastis").count());
    let priced = rows.iter().find(|row| row["cost_month"].is_string()).unwrap();
    assert_eq!(priced["currency"], "IDR");
    assert!(priced["cost_month"].as_str().unwrap().parse::<f64>().unwrap() > 0.0);

    let wrong = person.open("/servers/export.csv?q=colour%3Ared").await;
    assert_eq!(wrong.status(), 422);
    assert!(text(wrong).await.contains("Nothing was exported"));
}

#[tokio::test]
async fn c8_nothing_that_a_provider_or_a_person_names_is_a_formula() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let wanted = servers.iter().find(|row| row.brand.slug() == "elastis").unwrap();
    let name = "=HYPERLINK(\"https://evil.test\",\"x\")";
    let mut simulators = app.demo.simulators().iter();
    let elastis = simulators.find(|simulator| simulator.kind() == SimKind::Elastis).unwrap();
    #[expect(clippy::disallowed_methods, reason = "the VM's owner does this elsewhere, without Skydeck")]
    let client = reqwest::Client::new();
    let renamed = client
        .patch(format!("{}/{}/user-resource/vm", elastis.base_url(), wanted.key.location))
        .header("apikey", SimKind::Elastis.demo_key())
        .header("content-type", "application/json")
        .body(json!({ "uuid": wanted.key.id.0, "name": name }).to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(renamed.status(), 200);
    let person = app.person(Role::Operator).await;
    let _asked: Value = person.ask("/api/servers/refresh", json!({ "server": wanted.key })).await;
    let file = until("the new name is known", async || {
        let file = text(person.open("/servers/export.csv").await).await;
        file.contains("evil.test").then_some(file)
    })
    .await;
    assert!(file.contains("\"'=HYPERLINK(\"\"https://evil.test\"\",\"\"x\"\")\""), "{file}");
    assert!(!file.contains(",=") && !file.contains(",\"="), "{file}");
}

#[tokio::test]
async fn another_teams_servers_are_in_no_file() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let stranger = app.person(Role::Admin).await;
    let identity = stranger.identity().await;
    let own = identity.teams.iter().find(|team| team.id != identity.team.id).unwrap();
    let _moved: Value = stranger.ask("/api/session/switch_team", json!({ "team": own.id })).await;
    for path in ["/servers/export.csv", "/servers/export.json"] {
        let file = text(stranger.open(path).await).await;
        assert!(servers.iter().all(|row| !file.contains(&row.name)), "{path}");
    }
}

#[tokio::test]
async fn exports_count_as_calls() {
    let limits = Limits::default();
    let app = TestApp::with(Setting { limits, ..Setting::default() }).await;
    let person = app.person(Role::Viewer).await;
    let mut refused = None;
    for _ in 0..200 {
        let response = person.open("/servers/export.json").await;
        if response.status() == 429 {
            refused = Some(response);
            break;
        }
        assert_eq!(response.status(), 200);
    }
    let refused = refused.expect("two hundred files at once are too many");
    assert!(refused.headers().contains_key("retry-after"));
}
