//! Credentials come, are refused, and go.

use backend::NewCredential;
use domain::credential::CredentialHealth;
use domain::policy::Role;
use domain::power::PowerAction;
use domain::provider::Brand;
use domain::{ErrorKind, Timestamp};

use simulators::{Fault, FaultKind};

use crate::acts::switch;
use crate::database::abandoned_after;
use crate::world::{Providers, World, eager, fast, new_id, sign_in, until};

/// What Warren says to a key that is fine and may not do this.
const NOT_FOR_THIS_KEY: &str =
    r#"{"errors":{"consumer::resource_forbidden":{"msg":"Not for this token","subtype":"x","type":"y"}}}"#;

/// Lists of servers that were asked for in a location.
fn lists(providers: &Providers, location: &str) -> usize {
    let path = format!("/v1/{location}/user-resource/vm/list");
    providers.idcloudhost.control().log().iter().filter(|entry| entry.path == path).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_what_a_key_may_not_do_in_one_place_stays_the_trouble_of_that_place() {
    let providers = Providers::start(fast()).await;
    let answer = FaultKind::Answer { status: 403, body: NOT_FOR_THIS_KEY.to_owned() };
    providers.idcloudhost.control().inject(Fault::new("/v1/jkt02", answer).always());
    let world = World::over(providers, eager()).await;
    // Tried again and again, with pauses; the others are read once, as they are due.
    until("the refused place was tried again", || async {
        (lists(&world.providers, "jkt02") >= 5).then_some(())
    })
    .await;
    let list = until("the others are shown", || async {
        let list = world.list("").await;
        (list.first_reads == 0).then_some(list)
    })
    .await;
    assert_eq!((lists(&world.providers, "jkt01"), lists(&world.providers, "sgp01")), (1, 1));
    let banner = &list.banners[0];
    assert_eq!(
        (list.banners.len(), banner.location.as_deref(), banner.problem.status),
        (1, Some("jkt02"), Some(403))
    );
    assert!(list.rows.iter().any(|row| row.location == "jkt01") && list.rows.iter().all(|row| !row.stale));
    let page = world.backend.access(&world.actor).credentials().unwrap().page().await.unwrap();
    assert!(page.rows.iter().all(|row| matches!(row.health, CredentialHealth::Working { .. })), "{page:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_an_answer_of_the_same_round_does_not_lift_a_refusal() {
    let world = World::start(fast()).await;
    let control = world.providers.idcloudhost.control();
    let key = async || {
        let page = world.backend.access(&world.actor).credentials().unwrap().page().await.unwrap();
        page.rows.into_iter().find(|row| row.brand == Brand::IdCloudHost).unwrap()
    };
    let late = async || world.list("").await.rows.into_iter().find(|row| row.location == "sgp01").unwrap();
    let before = late().await.taken_at;
    // Every read has something to say about the key, and all say it at once, after the last one has ended.
    let mut held = world.backend.db().write().await.unwrap();
    sqlx::raw_sql("UPDATE credentials SET health = 'unchecked', health_message = '', health_at = 0")
        .execute(held.conn())
        .await
        .unwrap();
    held.commit().await.unwrap();
    let held = world.backend.db().write().await.unwrap();
    let refused = || Fault::new("/v1/jkt02", FaultKind::Forbidden).always();
    control.inject(refused());
    control.inject(Fault::new("/v1/sgp01", FaultKind::Held).always());
    world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
    until("the refusal is known and the late answer on its way", || async {
        let rows = world.list("provider:idcloudhost").await.rows;
        let known = rows.iter().any(|row| row.location == "jkt02" && row.stale);
        (known && control.held() > 0).then_some(())
    })
    .await;
    control.replace_faults([refused()]);
    let late = until("the late answer is shown", || async {
        Some(late().await).filter(|row| row.taken_at > before)
    })
    .await;
    assert!(late.stale, "nothing more is read with this key");
    drop(held);
    until("its key is refused", || async {
        matches!(key().await.health, CredentialHealth::Refused { .. }).then_some(())
    })
    .await;
    // Nothing brings it back: a refresh of everything reads the others alone.
    let (calls, since) = (control.log().len(), key().await.health);
    let others = world.providers.elastis.control().log().len();
    world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
    until("another provider is read anew", || async {
        (world.providers.elastis.control().log().len() > others + 1).then_some(())
    })
    .await;
    assert_eq!((control.log().len(), key().await.health), (calls, since));
    let audited: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM audit WHERE action = 'credential.refused'")
        .fetch_one(world.backend.db().read())
        .await
        .unwrap();
    assert_eq!(audited, 1);
}

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
    until("there is one banner for all of its sources", || async {
        (world.list("").await.banners.len() == 1).then_some(())
    })
    .await;

    // What was on its way when the key was marked may still arrive; then the others are read and this one is not.
    let others_read = async || -> Option<Timestamp> {
        let rows = world.list("provider:idcloudhost").await.rows;
        rows.iter().filter_map(|row| row.taken_at).min()
    };
    until("a round leaves it alone", || async {
        let (calls, before) = (control.log().len(), others_read().await);
        reader.refresh(None).await.unwrap();
        until("the others are read anew", || async { (others_read().await > before).then_some(()) }).await;
        (control.log().len() == calls).then_some(())
    })
    .await;
    let error = switch(&access, new_id(), &server.key, PowerAction::Stop).await.unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::Conflict);
    assert!(error.public().message.contains("Replace it under Credentials"), "{error:?}");

    let owner = sign_in(&world.backend, &world.accounts, Role::Owner).await;
    let manager = world.backend.access(&owner).manage_credentials().unwrap();
    manager.replace(refused.id, "another-key-entirely".into()).await.unwrap();
    world.settled().await;
    assert!(world.list("").await.rows.iter().all(|row| !row.stale));
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_nothing_of_a_refused_key_is_said_to_be_tried_again() {
    let world = World::start(fast()).await;
    let control = world.providers.idcloudhost.control();
    let reader = world.backend.access(&world.actor).servers().unwrap();
    let banners = async || world.list("provider:idcloudhost").await.banners;
    control.inject(Fault::new("/v1/jkt01", FaultKind::ServerError).always());
    reader.refresh(None).await.unwrap();
    let down = until("one place is down", || async { banners().await.into_iter().next() }).await;
    assert_eq!((down.location.as_deref(), down.problem.status), (Some("jkt01"), Some(500)));
    assert!(down.problem.next_try.is_some());

    control.set_key("turned-off-at-the-provider");
    reader.refresh(None).await.unwrap();
    let all = until("the key is refused", || async {
        let list = world.list("provider:idcloudhost").await;
        list.rows.iter().all(|row| row.stale).then_some(list.banners)
    })
    .await;
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!((all[0].problem.status, all[0].problem.next_try), (Some(403), None), "{all:?}");
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
async fn i9_a_refusal_from_before_a_key_was_found_to_work_does_not_refuse_it_again() {
    let world = World::start(fast()).await;
    let control = world.providers.idcloudhost.control();
    let owner = sign_in(&world.backend, &world.accounts, Role::Owner).await;
    let access = world.backend.access(&owner);
    let health = async || {
        let page = access.credentials().unwrap().page().await.unwrap();
        let row = page.rows.into_iter().find(|row| row.brand == Brand::IdCloudHost).unwrap();
        (row.id, row.health)
    };
    control.set_key("turned-off-at-the-provider");
    control.inject(Fault::new("/v1/sgp01/user-resource/vm/list", FaultKind::Held).after_work());
    access.servers().unwrap().refresh(None).await.unwrap();
    until("one refusal is on its way", || async { (control.held() == 1).then_some(()) }).await;
    let id = until("another one was taken", || async {
        Some(health().await).filter(|(_, health)| matches!(health, CredentialHealth::Refused { .. }))
    })
    .await
    .0;
    control.set_key(world.providers.idcloudhost.kind().demo_key());
    access.manage_credentials().unwrap().check(id).await.unwrap();
    world.settled().await;
    control.clear_faults();
    until("the late one has left", || async { (control.held() == 0).then_some(()) }).await;
    let newest = async || {
        let rows = world.list("provider:idcloudhost").await.rows;
        rows.iter().filter_map(|row| row.taken_at).min()
    };
    for _ in 0..2 {
        let before = newest().await;
        access.servers().unwrap().refresh(None).await.unwrap();
        until("it is read with again", || async { (newest().await > before).then_some(()) }).await;
    }
    assert!(matches!(health().await.1, CredentialHealth::Working { .. }), "{:?}", health().await);
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

/// Waits until the list of servers agrees with the keys that are stored, and says whether Elastis' is.
async fn elastis_agrees(world: &World) -> bool {
    // Behind whatever was being written.
    drop(world.backend.db().write().await.unwrap());
    let page = world.backend.access(&world.actor).credentials().unwrap().page().await.unwrap();
    let stored = page.rows.iter().any(|row| row.brand == Brand::Elastis);
    until(&format!("Elastis' rows are there: {stored}"), || async {
        let rows = world.list("provider:elastis").await.rows;
        (rows.is_empty() != stored).then_some(())
    })
    .await;
    stored
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_goes_away_leaves_no_half_changed_key() {
    let world = World::start(fast()).await;
    let owner = sign_in(&world.backend, &world.accounts, Role::Owner).await;
    let access = world.backend.access(&owner);
    let manager = access.manage_credentials().unwrap();
    let new = || NewCredential {
        brand: Brand::Elastis,
        label: "Elastis again".to_owned(),
        base_url: None,
        key: world.providers.elastis.kind().demo_key().into(),
    };
    let id = async || {
        let page = access.credentials().unwrap().page().await.unwrap();
        page.rows.into_iter().find(|row| row.brand == Brand::Elastis).unwrap().id
    };
    for polls in 1.. {
        let ended = abandoned_after(polls, manager.remove(id().await)).await.is_some();
        if !elastis_agrees(&world).await {
            manager.add(new()).await.unwrap();
        }
        if ended {
            break;
        }
    }
    manager.remove(id().await).await.unwrap();
    for polls in 1.. {
        let ended = abandoned_after(polls, manager.add(new())).await.is_some();
        if elastis_agrees(&world).await {
            manager.remove(id().await).await.unwrap();
        }
        if ended {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn k3_a_stored_key_that_was_changed_is_audited_once_and_its_rows_say_why_they_are_old() {
    let world = World::start(fast()).await;
    let mut tx = world.backend.db().write().await.unwrap();
    sqlx::raw_sql(
        "UPDATE credentials SET base_url = 'https://elsewhere.example/v1' WHERE brand = 'idcloudhost'",
    )
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let calls = world.providers.idcloudhost.control().log().len();
    world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
    // The list of locations and three lists of servers are tried.
    let list = until("the rows are stale", || async {
        let list = world.list("provider:idcloudhost").await;
        list.rows.iter().all(|row| row.stale).then_some(list)
    })
    .await;
    assert_eq!(list.rows.len(), 10);
    let banner = &list.banners[0];
    assert!(
        banner.brand == Brand::IdCloudHost && banner.problem.message.contains("does not open"),
        "{banner:?}"
    );
    let audited = || async {
        let sql = "SELECT COUNT(*) FROM audit WHERE action = 'credential.open' AND result = 'failed'";
        let rows: i64 = sqlx::query_scalar(sql).fetch_one(world.backend.db().read()).await.unwrap();
        rows
    };
    until("it is written down", || async { (audited().await > 0).then_some(()) }).await;
    world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
    // Behind whatever was being written.
    drop(world.backend.db().write().await.unwrap());
    assert_eq!(audited().await, 1);
    assert_eq!(world.providers.idcloudhost.control().log().len(), calls, "nothing is sent");
}
