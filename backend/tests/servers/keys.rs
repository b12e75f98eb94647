//! Credentials come, are refused, and go.

use domain::credential::CredentialHealth;
use domain::policy::Role;
use domain::power::PowerAction;
use domain::provider::Brand;
use domain::{ErrorKind, Timestamp};

use crate::world::{World, fast, new_id, sign_in, until};

#[tokio::test(flavor = "multi_thread")]
async fn i9_a_refused_key_is_marked_and_not_used_any_more() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    let control = world.providers.elastis.control();
    control.set_key("another-key-entirely");
    let access = world.backend.access(&world.actor);
    let reader = access.servers().unwrap();
    reader.refresh(None).await.unwrap();
    let refused = until("the key is marked", || async {
        let page = access.credentials().unwrap().page().await.unwrap();
        page.rows.into_iter().find(|row| matches!(row.health, CredentialHealth::Refused { .. }))
    })
    .await;
    assert_eq!((refused.brand, refused.servers), (Brand::Elastis, 5));
    let list = world.list("").await;
    assert_eq!(list.banners.len(), 1, "one banner for all of its sources: {:?}", list.banners);

    // Others are read again meanwhile; this one is not.
    let calls = control.log().len();
    let virtua_read = |list: &domain::view::ServerList| {
        list.rows.iter().filter(|row| row.brand == Brand::IdCloudHost).filter_map(|row| row.taken_at).min()
    };
    let before: Option<Timestamp> = virtua_read(&list);
    reader.refresh(None).await.unwrap();
    until("the others are read anew", || async {
        (virtua_read(&world.list("").await) > before).then_some(())
    })
    .await;
    assert_eq!(control.log().len(), calls);
    let error = access.power().unwrap().run(new_id(), &server.key, PowerAction::Stop).await.unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::Conflict);
    assert!(error.public().message.contains("Replace it under Credentials"), "{error:?}");

    let owner = sign_in(&world.backend, &world.accounts, Role::Owner).await;
    let manager = world.backend.access(&owner).manage_credentials().unwrap();
    manager.replace(refused.id, "another-key-entirely".into()).await.unwrap();
    world.settled().await;
    assert!(world.list("").await.rows.iter().all(|row| !row.stale));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_that_works_again_is_read_with_again_once_someone_checks_it() {
    let world = World::start(fast()).await;
    let control = world.providers.elastis.control();
    control.set_key("turned-off-at-the-provider");
    let owner = sign_in(&world.backend, &world.accounts, Role::Owner).await;
    let access = world.backend.access(&owner);
    access.servers().unwrap().refresh(None).await.unwrap();
    let refused = until("the key is marked", || async {
        let page = access.credentials().unwrap().page().await.unwrap();
        page.rows.into_iter().find(|row| matches!(row.health, CredentialHealth::Refused { .. }))
    })
    .await;
    let manager = access.manage_credentials().unwrap();
    assert!(manager.check(refused.id).await.is_err());
    control.set_key(world.providers.elastis.kind().demo_key());
    manager.check(refused.id).await.unwrap();
    world.settled().await;
    assert!(world.list("").await.rows.iter().all(|row| !row.stale));
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_a_credential_removes_its_rows_at_once() {
    let world = World::start(fast()).await;
    let owner = sign_in(&world.backend, &world.accounts, Role::Owner).await;
    let access = world.backend.access(&owner);
    let rows = access.credentials().unwrap().page().await.unwrap().rows;
    let virtua = rows.iter().find(|row| row.brand == Brand::Virtua).unwrap();
    assert_eq!(virtua.servers, 8);
    access.manage_credentials().unwrap().remove(virtua.id).await.unwrap();
    let list = world.list("").await;
    assert_eq!(list.total, 15);
    assert!(list.rows.iter().all(|row| row.brand != Brand::Virtua));
}
