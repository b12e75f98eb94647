//! Passwords that a provider keeps: shown to who may see them, written down first, kept nowhere.

use domain::ErrorKind;
use domain::policy::Role;
use domain::provider::Brand;
use secrecy::ExposeSecret;

use crate::world::{World, fast};

#[tokio::test(flavor = "multi_thread")]
async fn a_root_password_is_read_once_and_written_down_as_read() {
    let world = World::start(fast()).await;
    let key = world.server(Brand::Virtua, "running").await.key;
    let reads = || {
        let log = world.providers.virtua.control().log();
        log.iter().filter(|entry| entry.path.ends_with("/password")).count()
    };
    let operator = world.person(Role::Operator).await;
    let error = world.backend.access(&operator.actor).reveal().unwrap_err();
    assert_eq!((error.public().kind, reads()), (ErrorKind::Forbidden, 0));

    let owner = world.person(Role::Owner).await;
    let revealer = world.backend.access(&owner.actor).reveal().unwrap();
    let shown = revealer.password(&key, "root").await.unwrap();
    assert_eq!((shown.what, reads()), ("root password", 1));
    assert!(!shown.password.expose_secret().is_empty());
    assert!(!format!("{shown:?}").contains(shown.password.expose_secret()));
    let rescue = revealer.password(&key, "rescue").await.unwrap();
    assert_ne!(rescue.password.expose_secret(), shown.password.expose_secret());

    let mut read = world.backend.db().read().acquire().await.unwrap();
    let rows = backend::db::audit::after(&mut read, 0, 10_000).await.unwrap();
    let told: Vec<_> = rows.iter().filter(|row| row.action == "server.reveal").collect();
    let results: Vec<_> = told.iter().map(|row| row.result.as_str()).collect();
    assert_eq!(results, ["intended", "ok", "intended", "ok"]);
    assert!(told.iter().all(|row| row.target == key.to_string()));
    let text = format!("{rows:?}");
    assert!(
        !text.contains(shown.password.expose_secret()) && !text.contains(rescue.password.expose_secret())
    );

    let error = revealer.password(&key, "manager").await.unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::NotFound);
    let warren = world.server_named("web-01").await;
    let error = revealer.password(&warren, "root").await.unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::Conflict);
    assert!(error.public().message.contains("gives out no passwords"));
}
