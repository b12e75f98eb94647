//! A provider that is down, slow or speaks garbage: its last known rows stay, marked, and the others are live.

use std::time::Duration;

use backend::RefreshConfig;
use domain::policy::Role;
use domain::provider::Brand;
use domain::view::ServerList;
use simulators::{Fault, FaultKind};
use tempfile::TempDir;

use crate::world::{Providers, World, eager, fast, open, sign_in, until};

/// Reads Warren's sources all the time; Virtua's allowance is small, and it is not what fails here.
fn restless() -> RefreshConfig {
    RefreshConfig { idle: Duration::from_millis(50), watched: Duration::from_millis(50), ..eager() }
}

fn assert_elastis_is_stale(list: &ServerList, why: &str, status: Option<u16>) {
    let banner = list.banners.iter().find(|banner| banner.brand == Brand::Elastis).unwrap();
    assert!(banner.problem.message.contains(why), "{banner:?}");
    assert_eq!(banner.problem.status, status, "{banner:?}");
    assert!(banner.taken_at.is_some());
    for row in &list.rows {
        assert_eq!(row.stale, row.brand == Brand::Elastis, "{row:?}");
        assert!(row.taken_at.is_some());
    }
    assert_eq!(list.rows.iter().filter(|row| row.brand == Brand::Elastis).count(), 5, "the last known rows");
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_a_failing_provider_keeps_its_rows_with_their_age_and_the_reason() {
    let providers = Providers::start(fast()).await;
    let world = World::adapted(TempDir::new().unwrap(), providers, restless(), |config| {
        config.provider_options.read_timeout = Duration::from_secs(2);
    });
    let world = world.await;
    world.settled().await;
    let control = world.providers.elastis.control();
    for (fault, why, status) in [
        (FaultKind::ServerError, "", Some(500)),
        (FaultKind::Html { status: 502 }, "", Some(502)),
        (FaultKind::TruncatedJson, "could not be understood", Some(200)),
        (FaultKind::Hang, "did not answer in time", None),
        (FaultKind::Cut, "broke before an answer", None),
    ] {
        control.replace_faults([Fault::new("/user-resource/vm/list", fault).always()]);
        // Another one whose answer was late by chance is read again soon.
        let list = until("Elastis alone is stale", || async {
            let list = world.list("").await;
            let [banner] = &list.banners[..] else { return None };
            let told = banner.problem.status == status && banner.problem.message.contains(why);
            let others = list.rows.iter().any(|row| row.brand != Brand::Elastis && row.stale);
            (told && !others).then_some(list)
        })
        .await;
        assert_elastis_is_stale(&list, why, status);
    }
    until("one source fails", || async { (world.backend.deck(&world.actor).failing == 1).then_some(()) })
        .await;
    control.clear_faults();
    until("it recovers by itself", || async {
        world.settled().await.rows.iter().all(|row| !row.stale).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_shows_the_last_known_state_before_any_provider_answers() {
    let world = World::start(fast()).await;
    let before = world.list("").await;
    world.backend.close().await;
    let World { folder, providers, backend, .. } = world;
    drop(backend);
    for (_, simulator) in providers.all() {
        simulator.control().inject(Fault::new("", FaultKind::Hang).always());
    }
    let (backend, accounts) = open(&folder, &providers, eager()).await;
    let actor = sign_in(&backend, &accounts, Role::Viewer).await;
    let reader = backend.access(&actor);
    let list = reader.servers().unwrap().list(&domain::query::ServerQuery::default()).await.unwrap();
    assert_eq!(list.total, before.total);
    let facts = |list: &ServerList| {
        list.rows.iter().map(|row| (row.key.clone(), row.state.clone(), row.taken_at)).collect::<Vec<_>>()
    };
    assert_eq!(facts(&list), facts(&before));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_never_answered_is_counted_as_not_read() {
    let providers = Providers::start(fast()).await;
    providers.elastis.control().inject(Fault::new("", FaultKind::Hang).always());
    let world = World::over(providers, eager()).await;
    let list = until("the others are read", || async {
        let list = world.list("").await;
        (list.first_reads == 1 && list.total == 18).then_some(list)
    })
    .await;
    assert!(list.has_credentials);
    assert!(list.rows.iter().all(|row| row.brand != Brand::Elastis && !row.stale));
}

/// A list of IDCloudHost's locations with these.
fn locations(slugs: &[&str]) -> Fault {
    let rows: Vec<_> = slugs
        .iter()
        .map(|slug| {
            format!(r#"{{"slug":"{slug}","display_name":"{slug}","is_default":false,"is_published":true}}"#)
        })
        .collect();
    let body = format!("[{}]", rows.join(","));
    Fault::new("/config/locations", FaultKind::Answer { status: 200, body })
}

/// Waits until IDCloudHost's rows look as `wanted` says.
async fn when(world: &World, what: &str, wanted: impl Fn(&ServerList) -> bool) -> ServerList {
    until(what, || async {
        let list = world.list("provider:idcloudhost").await;
        wanted(&list).then_some(list)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn i10_a_list_without_locations_takes_no_server_away() {
    // Nothing is asked about again by itself.
    let world = World::begin(
        fast(),
        RefreshConfig {
            backoff_first: Duration::from_secs(600),
            backoff_max: Duration::from_secs(600),
            ..eager()
        },
    )
    .await;
    let before = world.settled().await;
    let control = world.providers.idcloudhost.control();
    for body in ["[]", "null", "[]"] {
        control.clear_faults();
        let answer = FaultKind::Answer { status: 200, body: body.to_owned() };
        control.inject(Fault::new("/config/locations", answer).always());
        let asked = || control.log().iter().filter(|entry| entry.path == "/v1/config/locations").count();
        let so_far = asked();
        world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
        until("the locations were asked for", || async { (asked() > so_far).then_some(()) }).await;
        let list = when(&world, "the rows are stale", |list| {
            !list.banners.is_empty() && list.rows.iter().all(|row| row.stale)
        })
        .await;
        assert_eq!((list.rows.len(), list.total), (10, before.total), "{body}");
        let told = list.banners.iter().any(|banner| banner.problem.message.contains("lists no locations"));
        assert!(told, "{:?}", list.banners);
    }
    control.clear_faults();
    world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
    assert!(world.settled().await.rows.iter().all(|row| !row.stale));
}

#[tokio::test(flavor = "multi_thread")]
async fn i10_a_location_goes_when_two_lists_leave_it_out() {
    let world = World::begin(
        fast(),
        RefreshConfig {
            backoff_first: Duration::from_secs(600),
            backoff_max: Duration::from_secs(600),
            ..eager()
        },
    )
    .await;
    world.settled().await;
    let access = world.backend.access(&world.actor);
    let reader = access.servers().unwrap();
    world.providers.idcloudhost.control().inject(locations(&["jkt01", "sgp01"]).always());
    reader.refresh(None).await.unwrap();
    let list = when(&world, "one location is in doubt", |list| list.rows.iter().any(|row| row.stale)).await;
    assert_eq!(list.rows.len(), 10);
    for row in &list.rows {
        assert_eq!(row.stale, row.location == "jkt02", "{row:?}");
    }
    assert!(list.banners.iter().any(|banner| banner.problem.message.contains("does not list this location")));
    reader.refresh(None).await.unwrap();
    let list = when(&world, "it has gone", |list| list.rows.len() < 10).await;
    assert!(list.rows.iter().all(|row| row.location != "jkt02"));
}

#[tokio::test(flavor = "multi_thread")]
async fn i10_a_location_that_is_missing_once_is_asked_about_soon() {
    let world = World::start(fast()).await;
    let control = world.providers.idcloudhost.control();
    control.inject(locations(&["jkt01", "sgp01"]));
    let asked = || control.log().iter().filter(|entry| entry.path == "/v1/config/locations").count();
    let so_far = asked();
    world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
    until("the locations were asked for twice", || async { (asked() >= so_far + 2).then_some(()) }).await;
    let list = world.settled().await;
    assert!(list.rows.iter().all(|row| !row.stale));
}
