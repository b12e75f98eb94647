//! Every server function, called by everybody.

use std::collections::BTreeSet;

use app::permissions::{Permission, SERVER_FUNCTIONS};
use domain::ErrorKind;
use domain::ids::{CredentialId, OperationId, ServerKey};
use domain::policy::{Decision, Membership, Role, Whose, decide};
use domain::query::ServerQuery;
use domain::view::{ActivityQuery, CredentialsPage, OperationRow};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{TestApp, error, text};

/// Things of the demo team.
struct Things {
    server: ServerKey,
    credential: CredentialId,
    operation: OperationId,
}

/// Arguments that the function can read. A new function needs a row here.
fn arguments(path: &str, things: &Things) -> Value {
    match path.strip_prefix("/api/").unwrap() {
        "session/sign_in" => json!({ "email": "nobody@example.com", "password": "wrong wrong wrong" }),
        "session/sign_out" | "session/get" | "credentials/page" => json!({}),
        "session/setup" => {
            json!({ "token": "none", "name": "A", "email": "a@example.com", "password": "long enough it is" })
        }
        "session/setup_valid" => json!({ "token": "none" }),
        "session/theme" => json!({ "theme": "dark", "back": "/" }),
        "session/switch_team" => json!({ "team": Uuid::new_v4() }),
        "servers/list" => json!({ "query": ServerQuery::from_parts(None, None, None, None) }),
        "servers/get" => json!({ "server": things.server }),
        "servers/refresh" => json!({ "server": things.server }),
        "servers/plan" => json!({ "server": things.server, "action": "stop" }),
        "servers/power" => json!({ "operation": Uuid::new_v4(), "server": things.server, "action": "stop" }),
        "servers/check" => json!({ "operation": things.operation }),
        "servers/settle" => json!({ "operation": things.operation, "happened": true }),
        "activity/page" => json!({ "query": ActivityQuery { page: 1, ..ActivityQuery::default() } }),
        "activity/operation" => json!({ "operation": things.operation }),
        "credentials/add" => json!({ "brand": "virtua", "label": "new", "key": "not-a-key-of-anyone" }),
        "credentials/replace" => json!({ "credential": things.credential, "key": "not-a-key-of-anyone" }),
        "credentials/remove" => json!({ "credential": Uuid::new_v4() }),
        "credentials/check" => json!({ "credential": things.credential }),
        other => panic!("no arguments for {other}: add them"),
    }
}

/// A team with something of everything.
async fn things(app: &TestApp) -> Things {
    let owner = app.person(Role::Owner).await;
    let servers = app.servers().await;
    let running = servers.iter().find(|row| row.state.word() == "running").unwrap();
    let operation = OperationId(Uuid::new_v4());
    let power = json!({ "operation": operation, "server": running.key, "action": "force-stop" });
    let row: OperationRow = owner.ask("/api/servers/power", power).await;
    assert_eq!(row.id, operation);
    let page: CredentialsPage = owner.ask("/api/credentials/page", json!({})).await;
    Things { server: running.key.clone(), credential: page.rows[0].id, operation }
}

#[tokio::test]
async fn c6_every_function_declares_a_permission() {
    let registered: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let declared: BTreeSet<&str> = SERVER_FUNCTIONS.iter().map(|(path, _)| *path).collect();
    assert_eq!(registered, declared);
    assert!(registered.len() > 15);
}

#[tokio::test]
async fn r2_everybody_gets_exactly_what_the_policy_says() {
    let app = TestApp::start().await;
    let things = things(&app).await;
    let anonymous = app.anonymous();
    for (path, permission) in SERVER_FUNCTIONS {
        let response = anonymous.call(path, &arguments(path, &things)).await;
        if *permission == Permission::Public {
            assert!(!matches!(response.status().as_u16(), 401 | 403), "{path}");
        } else {
            assert_eq!(response.status(), 401, "anonymous at {path}");
            assert_eq!(error(response).await.kind, ErrorKind::Unauthenticated, "{path}");
        }
    }
    for role in Role::ALL {
        let person = app.person(role).await;
        for (path, permission) in
            SERVER_FUNCTIONS.iter().filter(|(_, permission)| *permission != Permission::Public)
        {
            let response = person.call(path, &arguments(path, &things)).await;
            let status = response.status().as_u16();
            let allowed = match permission {
                Permission::Team(verb) => {
                    decide(role, Membership::Active, *verb, Whose::OwnTeam) == Decision::Allow
                }
                _ => true,
            };
            let body = text(response).await;
            if allowed {
                assert!(
                    !matches!(status, 401 | 403) && status != 500,
                    "{} at {path}: {status} {body}",
                    role.slug()
                );
            } else {
                assert_eq!(status, 403, "{} at {path}: {body}", role.slug());
            }
        }
    }
}

#[tokio::test]
async fn r2_another_teams_things_do_not_exist() {
    let app = TestApp::start().await;
    let things = things(&app).await;
    let names: Vec<String> = app.servers().await.into_iter().map(|row| row.name).collect();
    // Everybody owns a team of their own. In it, the demo's things are another team's.
    let stranger = app.person(Role::Admin).await;
    let identity = stranger.identity().await;
    let own = identity.teams.iter().find(|team| team.id != identity.team.id).unwrap();
    assert_eq!(own.role, Role::Owner);
    let _moved: Value = stranger.ask("/api/session/switch_team", json!({ "team": own.id })).await;
    assert_eq!(stranger.identity().await.team.id, own.id);

    for path in [
        "/api/servers/get",
        "/api/servers/plan",
        "/api/servers/power",
        "/api/servers/refresh",
        "/api/servers/check",
        "/api/servers/settle",
        "/api/activity/operation",
        "/api/credentials/replace",
        "/api/credentials/check",
    ] {
        let response = stranger.call(path, &arguments(path, &things)).await;
        assert_eq!(response.status(), 404, "{path}: {}", text(response).await);
    }
    let remove = json!({ "credential": things.credential });
    assert_eq!(stranger.call("/api/credentials/remove", &remove).await.status(), 404);
    for path in ["/api/servers/list", "/api/activity/page", "/api/credentials/page"] {
        let response = stranger.call(path, &arguments(path, &things)).await;
        assert_eq!(response.status(), 200, "{path}");
        let body = text(response).await;
        assert!(!names.iter().any(|name| body.contains(name)), "{path}");
        assert!(!body.contains(&things.credential.to_string()), "{path}");
    }
    let page = stranger.open(&format!("/servers/{}", things.server)).await;
    assert_eq!(page.status(), 404);
}

#[tokio::test]
async fn c2_nothing_is_changed_by_a_get() {
    let app = TestApp::start().await;
    let owner = app.person(Role::Owner).await;
    for (path, method) in server_fn_paths() {
        if method == http::Method::POST {
            let response = owner.open(path).await;
            assert_eq!(response.status(), 405, "{path}");
        } else {
            panic!("{path} is reached by {method}: only reads may be, and then this test must say which");
        }
    }
}
