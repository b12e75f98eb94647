//! What was confirmed and not sent yet can be taken back; what was sent cannot.

use std::collections::HashSet;

use backend::RefreshConfig;
use domain::ErrorKind;
use domain::act::BatchView;
use domain::ids::OperationId;
use domain::operation::OperationState::{Failed, Intended, Sent, Succeeded};
use domain::policy::Role;
use domain::provider::Brand;
use simulators::{Fault, FaultKind, SimOptions};

use crate::asked::confirmed;
use crate::world::{World, eager, fast, sign_in, until, writes_about};

const AT_ONCE: usize = 3;

async fn world() -> World {
    let mut refresh: RefreshConfig = eager();
    refresh.operations.writes_per_key = AT_ONCE;
    let world = World::begin(SimOptions { servers: Some(20), ..fast() }, refresh).await;
    world.settled().await;
    world
}

async fn batch(world: &World, id: OperationId) -> BatchView {
    world.backend.access(&world.actor).acts().unwrap().batch(id).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_a_batch_is_not_sent_and_what_is_on_its_way_goes_on() {
    let world = world().await;
    let control = world.providers.elastis.control();
    let rows = world.list("provider:elastis status:running").await.rows;
    let rows: Vec<_> = rows.into_iter().take(10).collect();
    let keys: Vec<_> = rows.iter().map(|row| &row.key).collect();
    assert_eq!(keys.len(), 10);
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Held).always());
    let id = world.confirm(confirmed("server.stop", &keys, &[])).await;
    until("the first are on their way", || async { (control.writes() == AT_ONCE).then_some(()) }).await;
    let before = batch(&world, id).await;
    assert_eq!((before.running, before.waiting, before.take_back_refusal), (10, 7, None));
    let sent: HashSet<_> =
        before.items.iter().filter(|item| item.state == Sent).map(|item| item.operation).collect();
    assert_eq!(sent.len(), AT_ONCE);

    // A viewer may not.
    let viewer = sign_in(&world.backend, &world.accounts, Role::Viewer).await;
    assert_eq!(
        world.backend.access(&viewer).power().map(|_| ()).unwrap_err().public().kind,
        ErrorKind::Forbidden
    );
    let seen = world.backend.access(&viewer).acts().unwrap().batch(id).await.unwrap();
    assert!(seen.waiting == 7 && seen.take_back_refusal.is_some());
    let access = world.backend.access(&world.actor);
    let power = access.power().unwrap();
    // One of those that wait, by its server's page.
    let one = before.items.iter().find(|item| item.state == Intended).unwrap();
    assert!(world.operation(one.operation).await.waits);
    assert_eq!(power.take_back(one.operation).await.unwrap(), 1);
    assert_eq!(power.take_back(id).await.unwrap(), 6);
    let after = batch(&world, id).await;
    assert_eq!((after.running, after.waiting, after.failed), (3, 0, 7));
    for item in after.items.iter().filter(|item| item.state == Failed) {
        let words = format!("Not sent: taken back by {}. Nothing changed.", world.actor.session.name);
        assert_eq!(item.message, words);
    }
    let late = power.take_back(id).await.unwrap_err();
    assert_eq!(late.public().kind, ErrorKind::Conflict);
    let on_its_way = power.take_back(*sent.iter().next().unwrap()).await.unwrap_err();
    assert!(on_its_way.public().message.contains("cannot be taken back"), "{on_its_way:?}");

    control.clear_faults();
    let end = until("the others have ended", || async {
        let now = batch(&world, id).await;
        (now.running == 0).then_some(now)
    })
    .await;
    assert_eq!((end.succeeded, end.failed), (3, 7));
    // The next change has its turn only when those that waited are gone.
    let free = rows.iter().find(|row| row.key == one.server).unwrap();
    let next = world.confirm(confirmed("server.stop", &[&free.key], &[])).await;
    assert_eq!(world.ended(next).await.state, Succeeded);
    assert_eq!(control.writes_to("vm/stop"), AT_ONCE + 1, "and nothing of what was taken back");
    for row in &rows {
        let operation = before.items.iter().find(|item| item.server == row.key).unwrap().operation;
        let requests = usize::from(sent.contains(&operation) || row.key == free.key);
        assert_eq!(writes_about(&world.providers.elastis, &row.key), requests, "{}", row.name);
    }
    let audited: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM audit WHERE action = 'server.stop' AND result = 'failed' AND actor_id = $1",
    )
    .bind(world.actor.session.user.to_string())
    .fetch_one(world.backend.db().read())
    .await
    .unwrap();
    assert_eq!(audited, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_several_requests_is_not_taken_back_while_one_is_on_its_way() {
    let world = world().await;
    let control = world.providers.elastis.control();
    let server = world.server(Brand::Elastis, "running").await;
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Held));
    let id = world.confirm(confirmed("server.restart", &[&server.key], &[])).await;
    until("the stop is on its way", || async { (control.writes() == 1).then_some(()) }).await;
    assert!(!world.operation(id).await.waits);
    let power = world.backend.access(&world.actor);
    let refused = power.power().unwrap().take_back(id).await.unwrap_err();
    assert!(refused.public().message.starts_with("The stop is on its way"), "{refused:?}");
    control.clear_faults();
    assert_eq!(world.ended(id).await.state, Succeeded);
    let over = power.power().unwrap().take_back(id).await.unwrap_err();
    assert!(over.public().message.contains("has ended already"), "{over:?}");
}
