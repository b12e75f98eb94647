//! Every server function, called by everybody.

use std::collections::BTreeSet;

use app::permissions::{Permission, SERVER_FUNCTIONS};
use domain::ErrorKind;
use domain::act::{Ask, Begun};
use domain::ids::{CredentialId, OperationId, ServerKey};
use domain::policy::{Decision, Membership, Role, Verb, Whose, decide};
use domain::query::ServerQuery;
use domain::view::{ActivityQuery, CredentialsPage, KeysPage, ServerList};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{TestApp, confirmation, error, reviewed, text, until};

/// Things of the demo team.
struct Things {
    server: ServerKey,
    credential: CredentialId,
    operation: OperationId,
    batch: OperationId,
    view: String,
    public_key: String,
    script: String,
}

/// The act that is asked for and confirmed, and the right that it takes. Everybody may call the functions; the act asks.
const ACT: &str = "server.restart";
const ACT_TAKES: Verb = Verb::Power;

const PUBLIC_KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl laptop";

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
        "servers/complete" | "servers/keys" => json!({ "search": "provider:" }),
        "servers/columns" => json!({ "columns[0]": "name", "columns[1]": "state" }),
        "servers/save_view" => json!({ "name": "Running", "q": "status:running", "shared": false }),
        "servers/remove_view" => json!({ "id": Uuid::new_v4().to_string() }),
        "servers/reveal" => json!({ "server": things.server, "which": "root" }),
        "acts/ask" => {
            json!({ "ask": Ask { act: ACT.to_owned(), on: vec![things.server.clone()], ..Ask::default() } })
        }
        "acts/run" => confirmation(Uuid::new_v4(), ACT, &[&things.server]),
        "acts/batch" => json!({ "operation": things.batch }),
        "keys/page" => json!({}),
        "keys/add" => json!({ "name": "laptop", "public_key": PUBLIC_KEY }),
        "keys/remove" | "scripts/remove" => json!({ "id": Uuid::new_v4().to_string() }),
        "scripts/open" => json!({ "id": things.script }),
        "scripts/save" => json!({ "id": things.script, "name": "hello", "body": "#!/bin/sh\necho hello\n" }),
        "servers/take_back" => json!({ "operation": things.operation }),
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
    let confirmed = confirmation(operation.0, "server.force_stop", &[&running.key]);
    let confirmed = reviewed(&owner, confirmed).await;
    let begun: Begun = owner.ask("/api/acts/run", confirmed).await;
    assert_eq!((begun.id, begun.batch), (operation, false));
    let mut tagged = confirmation(Uuid::new_v4(), "server.tag", &[&servers[0].key, &servers[1].key]);
    tagged["fields"] = "tags=web".into();
    let batch: Begun = owner.ask("/api/acts/run", tagged).await;
    assert!(batch.batch && batch.done, "{batch:?}");

    let view = json!({ "name": "Ours", "q": "tag:web", "shared": true });
    assert_eq!(owner.call("/api/servers/save_view", &view).await.status(), 200);
    let list = json!({ "query": ServerQuery::from_parts(None, None, None, None) });
    let list: ServerList = owner.ask("/api/servers/list", list).await;
    let key = json!({ "name": "desktop", "public_key": PUBLIC_KEY });
    let _named: String = owner.ask("/api/keys/add", key).await;
    let script = json!({ "name": "hello", "body": "#!/bin/sh\necho hello\n" });
    let _named: String = owner.ask("/api/scripts/save", script).await;
    let ring: KeysPage = owner.ask("/api/keys/page", json!({})).await;
    let page: CredentialsPage = owner.ask("/api/credentials/page", json!({})).await;
    Things {
        server: running.key.clone(),
        credential: page.rows[0].id,
        operation,
        batch: batch.id,
        view: list.views[0].id.clone(),
        public_key: ring.keys[0].id.clone(),
        script: ring.scripts[0].id.clone(),
    }
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
                // Open to everybody who sees servers; each act asks for its own right inside.
                Permission::Team(Verb::View) if *path == "/api/acts/run" => may(role, ACT_TAKES),
                Permission::Team(verb) => may(role, *verb),
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

fn may(role: Role, verb: Verb) -> bool {
    decide(role, Membership::Active, verb, Whose::OwnTeam) == Decision::Allow
}

/// How often the person was refused a right, as the audit log has it.
async fn denied(app: &TestApp, role: Role, verb: Verb) -> i64 {
    sqlx::query_scalar(
        "SELECT COUNT(*) FROM audit WHERE actor = ? AND action = 'access.denied' AND target = ? AND result = 'denied'",
    )
    .bind(app.account(role).0)
    .bind(verb.slug())
    .fetch_one(app.backend.db().read())
    .await
    .unwrap()
}

#[tokio::test]
async fn r2_each_act_asks_for_its_own_right_and_a_refusal_is_in_the_audit_log() {
    let app = TestApp::start().await;
    let servers = app.servers().await;
    let keys: Vec<&ServerKey> = servers.iter().map(|row| &row.key).collect();
    for role in Role::ALL {
        let person = app.person(role).await;
        for (act, fields, verb) in [
            ("server.restart", "", Verb::Power),
            ("server.stop", "", Verb::Power),
            ("server.note", "note=seen", Verb::Mark),
            ("server.rename", "name=renamed", Verb::Change),
            ("snapshot.create", "name=before", Verb::Create),
            ("server.delete", "", Verb::Delete),
            ("server.create", "name=another", Verb::Create),
        ] {
            let on = if act == "server.create" { &[] } else { &keys[..1] };
            let mut confirmed = confirmation(Uuid::new_v4(), act, on);
            confirmed["fields"] = fields.into();
            let before = denied(&app, role, verb).await;
            let response = person.call("/api/acts/run", &confirmed).await;
            let (status, what) = (response.status().as_u16(), format!("{} at {act}", role.slug()));
            if may(role, verb) {
                // Begun; or refused for what the server or the form is like, which is not about the person.
                assert!(matches!(status, 200 | 409 | 422), "{what}: {status} {}", text(response).await);
                assert_eq!(denied(&app, role, verb).await, before, "{what}");
            } else {
                assert_eq!(status, 403, "{what}");
                let why = error(response).await.message;
                assert!(why.contains(role.slug()), "{what}: {why}");
                until(&format!("the refusal of {what} in the audit log"), async || {
                    (denied(&app, role, verb).await > before).then_some(())
                })
                .await;
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
        "/api/servers/refresh",
        "/api/servers/reveal",
        "/api/acts/ask",
        "/api/acts/run",
        "/api/acts/batch",
        "/api/scripts/open",
        "/api/scripts/save",
        "/api/servers/check",
        "/api/servers/settle",
        "/api/servers/take_back",
        "/api/activity/operation",
        "/api/credentials/replace",
        "/api/credentials/check",
    ] {
        let response = stranger.call(path, &arguments(path, &things)).await;
        assert_eq!(response.status(), 404, "{path}: {}", text(response).await);
    }
    for (path, thing) in [
        ("/api/credentials/remove", json!({ "credential": things.credential })),
        ("/api/servers/remove_view", json!({ "id": things.view })),
        ("/api/keys/remove", json!({ "id": things.public_key })),
        ("/api/scripts/remove", json!({ "id": things.script })),
    ] {
        let response = stranger.call(path, &thing).await;
        assert_eq!(response.status(), 404, "{path}: {}", text(response).await);
    }
    // Whatever the act: to its owner's team they are there, to everybody else not.
    for act in ["server.stop", "server.tag", "server.delete", "disk.add"] {
        let confirmed = confirmation(Uuid::new_v4(), act, &[&things.server]);
        assert_eq!(stranger.call("/api/acts/run", &confirmed).await.status(), 404, "{act}");
    }
    let from = format!("/servers?batch={}", things.batch);
    let shown = text(stranger.open(&from).await).await;
    assert!(!names.iter().any(|name| shown.contains(name)), "{shown}");
    for path in [
        "/api/servers/list",
        "/api/servers/keys",
        "/api/servers/complete",
        "/api/activity/page",
        "/api/credentials/page",
        "/api/keys/page",
    ] {
        let response = stranger.call(path, &arguments(path, &things)).await;
        assert_eq!(response.status(), 200, "{path}");
        let body = text(response).await;
        assert!(!names.iter().any(|name| body.contains(name)), "{path}");
        for id in [&things.credential.to_string(), &things.view, &things.public_key, &things.script] {
            assert!(!body.contains(id), "{path}");
        }
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
