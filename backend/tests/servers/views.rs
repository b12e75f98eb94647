//! What people keep for themselves and for their team: columns, saved views, public keys and scripts.

use backend::{Actor, Backend, Session};
use domain::ErrorKind;
use domain::policy::Role;
use domain::query::{Column, ServerQuery};
use domain::view::ServerList;
use secrecy::{ExposeSecret, SecretString};

use crate::world::{World, fast, sign_in};

const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana@laptop";

async fn list(backend: &Backend, actor: &Actor) -> ServerList {
    let query = ServerQuery::from_parts(None, None, None, None);
    backend.access(actor).servers().unwrap().list(&query).await.unwrap()
}

/// The same person in the team of their own, where the demo's things are another team's.
async fn elsewhere(world: &World, role: Role) -> Actor {
    let account = world.accounts.iter().find(|account| account.role == role).unwrap();
    let session = Session::new(None, std::sync::Arc::new(world.backend.session_store()), None);
    let ip = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    let password = account.password.as_str().into();
    world.backend.sign_in(&session, &account.email, password, ip).await.unwrap();
    let actor = world.backend.actor(&session, "elsewhere".to_owned(), ip).await.unwrap().unwrap();
    let own = actor.session.teams.iter().find(|team| team.id != actor.team()).unwrap().id;
    world.backend.switch_team(&session, &actor, own).await.unwrap();
    world.backend.actor(&session, "elsewhere".to_owned(), ip).await.unwrap().unwrap()
}

async fn audited(world: &World, action: &str) -> Vec<String> {
    use sqlx::Row as _;
    let mut connection = world.backend.db().read().acquire().await.unwrap();
    let query = sqlx::query("SELECT detail FROM audit WHERE action = $1 ORDER BY seq").bind(action);
    let rows = query.fetch_all(&mut *connection).await.unwrap();
    rows.iter().map(|row| row.try_get("detail").unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_each_persons_own() {
    let world = World::start(fast()).await;
    let viewer = sign_in(&world.backend, &world.accounts, Role::Viewer).await;
    assert_eq!(list(&world.backend, &viewer).await.columns, Column::USUAL);
    let preferences = world.backend.access(&viewer).preferences().unwrap();
    preferences.set_columns(&[Column::Note, Column::Cost, Column::Note]).await.unwrap();
    assert_eq!(list(&world.backend, &viewer).await.columns, [Column::Note, Column::Cost]);
    assert_eq!(list(&world.backend, &world.actor).await.columns, Column::USUAL);
    preferences.set_columns(&[]).await.unwrap();
    assert_eq!(list(&world.backend, &viewer).await.columns, Column::USUAL, "none brings the usual ones back");
}

#[tokio::test(flavor = "multi_thread")]
async fn views_are_personal_or_the_teams() {
    let world = World::start(fast()).await;
    let viewer = sign_in(&world.backend, &world.accounts, Role::Viewer).await;
    let (ours, theirs) =
        (world.backend.access(&world.actor).preferences(), world.backend.access(&viewer).preferences());
    let (ours, theirs) = (ours.unwrap(), theirs.unwrap());
    let query = ServerQuery::from_parts(Some("status:running"), Some("-cost"), Some("tag"), Some("3"));
    let shared = ours.save_view(" Running ", true, &query).await.unwrap();
    let own = ours.save_view("Mine", false, &query).await.unwrap();
    theirs.save_view("Mine", false, &ServerQuery::default()).await.unwrap();

    let seen = list(&world.backend, &viewer).await.views;
    let names: Vec<_> = seen.iter().map(|view| (view.name.as_str(), view.shared, view.own)).collect();
    assert_eq!(names, [("Mine", false, true), ("Running", true, false)]);
    assert_eq!(seen[1].query, ServerQuery { page: 1, ..query.clone() });
    assert!(list(&world.backend, &world.actor).await.views.iter().all(|view| view.own));

    let again = ours.save_view("Running", true, &ServerQuery::default()).await.unwrap();
    assert_eq!(again.id, shared.id, "the same name is the same view");
    assert_eq!(list(&world.backend, &viewer).await.views[1].query.search, "");

    let refused = theirs.save_view("All", true, &query).await.unwrap_err();
    assert_eq!(refused.public().kind, ErrorKind::Forbidden);
    assert_eq!(theirs.remove_view(&shared.id).await.unwrap_err().public().kind, ErrorKind::Forbidden);
    assert_eq!(theirs.remove_view(&own.id).await.unwrap_err().public().kind, ErrorKind::NotFound);
    let nameless = ours.save_view("  ", false, &query).await.unwrap_err();
    assert_eq!(nameless.public().field.as_deref(), Some("name"));

    let stranger = elsewhere(&world, Role::Owner).await;
    let strange = world.backend.access(&stranger).preferences().unwrap();
    assert_eq!(strange.views().await.unwrap(), []);
    assert_eq!(strange.remove_view(&shared.id).await.unwrap_err().public().kind, ErrorKind::NotFound);

    ours.remove_view(&shared.id).await.unwrap();
    assert_eq!(ours.remove_view(&shared.id).await.unwrap_err().public().kind, ErrorKind::NotFound);
    assert_eq!(list(&world.backend, &viewer).await.views.len(), 1);
    assert_eq!(audited(&world, "view.save").await.len(), 4);
    assert_eq!(audited(&world, "view.remove").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_teams_public_keys_are_seen_by_all_and_kept_by_those_who_may_change_servers() {
    let world = World::start(fast()).await;
    let admin = sign_in(&world.backend, &world.accounts, Role::Admin).await;
    let manager = world.backend.access(&admin).manage_key_ring().unwrap();
    let key = manager.add("", KEY).await.unwrap();
    assert_eq!((key.name.as_str(), key.kind.as_str()), ("ana@laptop", "ssh-ed25519"));
    assert_eq!(key.fingerprint, "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
    for (name, text, field) in [
        ("other", KEY, "public_key"),
        ("", "ssh-ed25519 AAAA", "public_key"),
        ("", "-----BEGIN OPENSSH PRIVATE KEY-----", "public_key"),
    ] {
        let error = manager.add(name, text).await.unwrap_err();
        assert_eq!(error.public().field.as_deref(), Some(field), "{text}");
    }
    for role in Role::ALL {
        let actor = sign_in(&world.backend, &world.accounts, role).await;
        let page = world.backend.access(&actor).key_ring().unwrap().page().await.unwrap();
        assert_eq!(page.keys, std::slice::from_ref(&key), "{}", role.slug());
        let may = matches!(role, Role::Owner | Role::Admin);
        assert_eq!(world.backend.access(&actor).manage_key_ring().is_ok(), may, "{}", role.slug());
    }
    let stranger = elsewhere(&world, Role::Admin).await;
    let access = world.backend.access(&stranger);
    assert_eq!(access.key_ring().unwrap().page().await.unwrap().keys, []);
    let theirs = access.manage_key_ring().unwrap();
    assert_eq!(theirs.remove(&key.id).await.unwrap_err().public().kind, ErrorKind::NotFound);
    theirs.add("same key, other team", KEY).await.unwrap();

    manager.remove(&key.id).await.unwrap();
    assert_eq!(manager.remove(&key.id).await.unwrap_err().public().kind, ErrorKind::NotFound);
    assert_eq!(audited(&world, "ssh_key.add").await.len(), 2);
    assert_eq!(audited(&world, "ssh_key.remove").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn k3_a_scripts_text_is_sealed_and_shown_to_those_who_may_change_it() {
    const CANARY: &str = "hunter2-in-a-script";
    let world = World::start(fast()).await;
    let admin = sign_in(&world.backend, &world.accounts, Role::Admin).await;
    let manager = world.backend.access(&admin).manage_key_ring().unwrap();
    let text = SecretString::from(format!("#!/bin/sh\necho {CANARY}\n"));
    let script = manager.save_script(None, "First boot", &text).await.unwrap();
    let (_, opened) = manager.script(&script.id).await.unwrap();
    assert_eq!(opened.expose_secret(), text.expose_secret().trim());
    let changed = SecretString::from(r#"{"runcmd": ["date"]}"#);
    let again = manager.save_script(Some(&script.id), "Boot", &changed).await.unwrap();
    assert_eq!((again.id.as_str(), again.name.as_str(), again.bytes), (script.id.as_str(), "Boot", 20));
    manager.save_script(None, "With a password", &text).await.unwrap();

    for (id, name, body, field) in [
        (None, "Boot", "#!/bin/sh\nls", Some("name")),
        (None, "Empty", "  ", Some("body")),
        (None, "YAML", "#cloud-config\nruncmd:\n - ls", Some("body")),
        (None, "", "#!/bin/sh\nls", Some("name")),
        (Some("none"), "Boot 2", "#!/bin/sh\nls", None),
    ] {
        let error = manager.save_script(id, name, &body.into()).await.unwrap_err();
        assert_eq!(error.public().field.as_deref(), field, "{name}");
    }
    let viewer = sign_in(&world.backend, &world.accounts, Role::Viewer).await;
    let page = world.backend.access(&viewer).key_ring().unwrap().page().await.unwrap();
    assert_eq!(page.scripts.len(), 2);
    assert!(!format!("{page:?}").contains(CANARY));
    let stranger = elsewhere(&world, Role::Admin).await;
    let theirs = world.backend.access(&stranger).manage_key_ring().unwrap();
    assert_eq!(theirs.script(&script.id).await.unwrap_err().public().kind, ErrorKind::NotFound);
    assert_eq!(theirs.remove_script(&script.id).await.unwrap_err().public().kind, ErrorKind::NotFound);
    let moved = theirs.save_script(Some(&script.id), "Mine now", &changed).await.unwrap_err();
    assert_eq!(moved.public().kind, ErrorKind::NotFound);

    let verified = world.backend.vault().verify_all(world.backend.db()).await.unwrap();
    assert_eq!((verified.good, verified.bad.len()), (5, 0), "three keys and two scripts");
    for action in ["script.save", "script.open"] {
        let details = audited(&world, action).await;
        assert!(!details.is_empty() && !details.join("").contains(CANARY), "{action}");
    }
    manager.remove_script(&script.id).await.unwrap();
    assert_eq!(audited(&world, "script.remove").await.len(), 1);
    world.backend.close().await;
    for file in std::fs::read_dir(world.folder.path().join("data")).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!String::from_utf8_lossy(&bytes).contains(CANARY), "{}", path.display());
        }
    }
}
