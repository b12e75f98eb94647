//! A provider that is down, slow or speaks garbage: its last known rows stay, marked, and the others are live.

use std::time::Duration;

use backend::RefreshConfig;
use domain::policy::Role;
use domain::provider::Brand;
use domain::view::ServerList;
use simulators::{Fault, FaultKind};

use crate::world::{Providers, World, eager, fast, open, sign_in, until};

/// Reads Warren's sources all the time; Virtua's allowance is small, and it is not what fails here.
fn restless() -> RefreshConfig {
    RefreshConfig {
        idle: Duration::from_millis(50),
        watched: Duration::from_millis(50),
        read_limit: Duration::from_millis(300),
        ..eager()
    }
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
    let world = World::begin(fast(), restless()).await;
    world.settled().await;
    let control = world.providers.elastis.control();
    for (fault, why, status) in [
        (FaultKind::ServerError, "", Some(500)),
        (FaultKind::Html { status: 502 }, "", Some(502)),
        (FaultKind::TruncatedJson, "could not be understood", Some(200)),
        (FaultKind::Hang, "did not answer in time", None),
        (FaultKind::Cut, "broke before an answer", None),
    ] {
        control.clear_faults();
        control.inject(Fault::new("/user-resource/vm/list", fault).always());
        let list = until("Elastis is stale", || async {
            let list = world.list("").await;
            let told = list.banners.iter().any(|banner| banner.problem.status == status);
            (told && list.banners.iter().any(|banner| banner.problem.message.contains(why))).then_some(list)
        })
        .await;
        assert_elastis_is_stale(&list, why, status);
    }
    assert_eq!(world.backend.deck(&world.actor).failing, 1);
    control.clear_faults();
    let list = world.settled().await;
    assert!(list.rows.iter().all(|row| !row.stale), "it recovers by itself");
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
