//! Snapshots and backups of one server: read when someone looks, told once, forgotten with the server.

use backend::Held;
use domain::capability::Family;
use domain::event::Event;
use domain::ids::ServerKey;
use domain::provider::Brand;
use domain::replica::{Replica, ReplicaOrigin};
use domain::rules::replica::ReplicaKind;
use simulators::{Fault, FaultKind};

use crate::facts::on_demand;
use crate::world::{World, fast, until};

const PATH: &str = "user-resource/vm/replica";

/// A server with snapshots and backups, as its list shows it.
async fn rich(world: &World) -> ServerKey {
    let rows = world.list("provider:elastis").await.rows;
    let mut found = None;
    for row in rows {
        let held = read(world, &row.key).await;
        let replicas = held.value.unwrap();
        let has = |kind| replicas.iter().any(|replica| replica.origin == ReplicaOrigin::Known(kind));
        if has(ReplicaKind::Snapshot) && has(ReplicaKind::Backup) {
            found = Some(row.key);
        }
    }
    found.unwrap()
}

/// Looks until nothing is under way any more.
async fn read(world: &World, server: &ServerKey) -> Held<Vec<Replica>> {
    until("its snapshots are read", || {
        let (held, under_way) = world.backend.inventory().replicas(server);
        std::future::ready((!under_way).then_some(held))
    })
    .await
}

async fn begin() -> World {
    let world = World::begin(fast(), on_demand()).await;
    world.settled().await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn both_kinds_are_read_once_when_someone_looks_and_pages_hear_of_it_once() {
    let world = begin().await;
    assert_eq!(world.asked(Brand::Elastis, PATH), 0, "nobody has looked");
    let server = world.list("provider:elastis").await.rows.remove(0).key;
    let mut events = world.backend.subscribe(world.actor.team());
    let (held, under_way) = world.backend.inventory().replicas(&server);
    assert_eq!((held, under_way), (Held::default(), true));
    // A page that fetches anew when it is told, and at no other time.
    let mut told = 0;
    let held = until("the page has them", || {
        let mut shown = None;
        while let Ok(event) = events.try_recv() {
            told += usize::from(event == Event::Servers);
            let (held, under_way) = world.backend.inventory().replicas(&server);
            shown = (!under_way).then_some(held);
        }
        std::future::ready(shown)
    })
    .await;
    assert!(held.value.is_some() && held.taken_at.is_some() && held.problem.is_none(), "{held:?}");
    // The first round of the lists may have had a word of its own, and on a slow machine the ages of what it showed.
    assert!(told <= 3, "{told}");
    assert_eq!(world.asked(Brand::Elastis, PATH), 2, "one read a kind");
    let rich = rich(&world).await;
    let (held, _) = world.backend.inventory().replicas(&rich);
    assert!(held.value.unwrap().iter().all(|replica| replica.created_at.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_api_lacks_is_said_and_strangers_are_not_asked_about() {
    let world = begin().await;
    let virtua = world.list("provider:virtua").await.rows.remove(0).key;
    let (held, under_way) = world.backend.inventory().replicas(&virtua);
    assert!(!under_way && held.value.is_none());
    assert!(held.problem.unwrap().message.contains("no snapshots"));
    let mut stranger = world.list("provider:elastis").await.rows.remove(0).key;
    stranger.id.0.push('x');
    assert_eq!(world.backend.inventory().replicas(&stranger), (Held::default(), false));
    assert_eq!(world.asked(Brand::Elastis, PATH), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_a_failed_read_keeps_what_was_known_and_does_not_make_pages_loop() {
    let world = begin().await;
    let server = rich(&world).await;
    let before = read(&world, &server).await;
    let control = world.providers.elastis.control();
    control.inject(Fault::new("/user-resource/vm/replica", FaultKind::Forbidden).always());
    let refresh = || {
        let inventory = world.backend.inventory();
        inventory.refresh_families(server.credential, &server.location, &[Family::Replicas]);
    };
    refresh();
    let (held, under_way) = world.backend.inventory().replicas(&server);
    assert!(under_way || held.problem.is_some(), "what a change made out of date is not fresh");
    let failed = read(&world, &server).await;
    assert_eq!((&failed.value, failed.taken_at), (&before.value, before.taken_at));
    assert_eq!(failed.problem.unwrap().status, Some(403));
    let asked = world.asked(Brand::Elastis, PATH);
    for _ in 0..20 {
        assert!(!world.backend.inventory().replicas(&server).1, "it waits after a failure");
    }
    assert_eq!(world.asked(Brand::Elastis, PATH), asked);
    assert!(world.list("").await.banners.is_empty());
    control.clear_faults();
    until("it recovers", || {
        refresh();
        let (held, _) = world.backend.inventory().replicas(&server);
        std::future::ready(held.problem.is_none().then_some(()))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn they_go_with_their_server() {
    let world = begin().await;
    let server = rich(&world).await;
    assert!(world.providers.elastis.control().remove_server(&server.id.0));
    world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
    until("the server has gone", || async {
        let list = world.list("provider:elastis").await;
        list.rows.iter().all(|row| row.key != server).then_some(())
    })
    .await;
    assert_eq!(world.backend.inventory().replicas(&server), (Held::default(), false));
}
