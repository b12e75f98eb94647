//! Many at once: a few requests at a time with one key and no more than its provider allows; the others wait, and what
//! happens meanwhile counts.

use std::time::Duration;

use backend::RefreshConfig;
use domain::ids::OperationId;
use domain::operation::OperationState::{Failed, Intended, Sent, Succeeded};
use domain::provider::Brand;
use domain::view::OperationRow;
use simulators::{Fault, FaultKind, SimOptions};
use tempfile::TempDir;

use crate::asked::confirmed;
use crate::world::{Providers, World, eager, fast, until, writes_about};

async fn world(writes_per_key: usize, options: SimOptions) -> World {
    let mut refresh: RefreshConfig = eager();
    refresh.operations.writes_per_key = writes_per_key;
    let world = World::begin(options, refresh).await;
    world.settled().await;
    world
}

async fn batch(world: &World, id: OperationId) -> Vec<OperationRow> {
    let acts = world.backend.access(&world.actor);
    let view = acts.acts().unwrap().batch(id).await.unwrap();
    let mut rows = Vec::new();
    for item in view.items {
        rows.push(world.operation(item.operation).await);
    }
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn i5_a_batch_is_one_operation_a_server_and_few_requests_at_a_time() {
    let world = world(2, SimOptions { servers: Some(20), speed: 0.02, ..fast() }).await;
    let rows = world.list("provider:elastis status:running").await.rows;
    let keys: Vec<_> = rows.iter().map(|row| &row.key).take(6).collect();
    assert_eq!(keys.len(), 6);
    let asked = confirmed("server.stop", &keys, &[]);
    let id = world.confirm(asked.clone()).await;
    assert_eq!(world.confirm(asked).await, id, "two clicks");
    let rows = until("every server is stopped", || async {
        let rows = batch(&world, id).await;
        rows.iter().all(|row| row.state == Succeeded).then_some(rows)
    })
    .await;
    assert_eq!(rows.len(), 6);
    let control = world.providers.elastis.control();
    assert_eq!(control.writes_to("vm/stop"), 6, "one each");
    // From being marked as sent to the end, as the journal has it.
    let spans: Vec<_> = rows.iter().map(|row| (row.steps[0].sent_at, row.steps[0].ended_at)).collect();
    for (sent, _) in &spans {
        let at_work = spans.iter().filter(|(begun, ended)| begun <= sent && ended > sent).count();
        assert!(at_work <= 2, "{spans:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_while_a_change_waits_for_its_turn_ends_it_with_words() {
    let world = world(1, fast()).await;
    let control = world.providers.elastis.control();
    let rows = world.list("provider:elastis status:running").await.rows;
    let [first, second, third] = [&rows[0], &rows[1], &rows[2]];
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Held));
    let stop = |row: &domain::view::ServerRow| confirmed("server.stop", &[&row.key], &[]);
    let held = world.confirm(stop(first)).await;
    until("the first is on its way", || async { (control.writes() == 1).then_some(()) }).await;
    let waits = world.confirm(stop(second)).await;
    let last = world.confirm(stop(third)).await;
    let lock = world.confirm(confirmed("server.lock", &[&second.key], &[("reason", "Audit")])).await;
    assert_eq!(world.operation(lock).await.state, Succeeded, "ours alone: it waits for nobody");
    assert_eq!(world.operation(held).await.state, Sent);
    assert_eq!(world.operation(waits).await.state, Intended);
    assert_eq!(world.operation(last).await.state, Intended);

    control.clear_faults();
    let end = world.ended(waits).await;
    assert_eq!(end.state, Failed, "{end:?}");
    assert!(end.message.contains("locked the server") && end.message.contains("Nothing was sent"), "{end:?}");
    assert_eq!(world.ended(last).await.state, Succeeded, "the next in line");
    assert_eq!(world.ended(held).await.state, Succeeded);
    assert_eq!(control.writes(), 2);

    let acts = world.backend.access(&world.actor);
    let locked = acts.acts().unwrap().run(stop(second)).await.unwrap_err();
    assert!(locked.public().message.contains("locked this server (“Audit”)"), "{locked:?}");
    world.confirm(confirmed("server.unlock", &[&second.key], &[])).await;
    let id = world.confirm(stop(second)).await;
    assert_eq!(world.ended(id).await.state, Succeeded);
    assert_eq!(control.writes(), 3);
    assert_eq!(world.server(Brand::Elastis, "stopped").await.brand, Brand::Elastis);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_is_placed_during_the_last_look_is_heeded() {
    let providers = Providers::start(fast()).await;
    let world = World::adapted(TempDir::new().unwrap(), providers, eager(), |config| {
        config.provider_options.read_timeout = Duration::from_secs(60);
    });
    let world = world.await.owned().await;
    world.settled().await;
    let control = world.providers.elastis.control();
    let server = world.server(Brand::Elastis, "running").await;
    let mut asked = world.read(confirmed("server.delete", &[&server.key], &[])).await;
    asked.typed.clone_from(&server.name);
    control.inject(Fault::new("/user-resource/vm", FaultKind::Held).on("GET"));
    let id = world.confirm(asked).await;
    until("it is looked at once more", || async { (control.held() == 1).then_some(()) }).await;
    let lock = world.confirm(confirmed("server.lock", &[&server.key], &[("reason", "Audit")])).await;
    assert_eq!(world.operation(lock).await.state, Succeeded);
    assert_eq!(world.operation(id).await.state, Intended);
    control.clear_faults();
    let end = world.ended(id).await;
    assert_eq!(end.state, Failed, "{end:?}");
    assert!(end.message.contains("locked the server") && end.message.contains("Nothing was sent"), "{end:?}");
    assert_eq!(writes_about(&world.providers.elastis, &server.key), 0);
}

/// More than the provider lets a key do at once: they wait, and none is sent too early.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_keeps_to_what_the_provider_lets_one_key_send() {
    // Counts over half a second what the real one counts over a minute; Skydeck looks at three times as much.
    let rate_window = Duration::from_millis(500);
    let options = SimOptions { servers: Some(24), rate_limits: true, rate_window, ..fast() };
    let refresh = RefreshConfig { counted_over: rate_window * 3, ..eager() };
    let world = World::begin(options, refresh).await.owned().await;
    world.settled().await;
    let control = world.providers.virtua.control();
    let rows = world.list("provider:virtua status:running").await.rows;
    // Five deletions a minute, and twenty writes.
    let (deletions, rest) = rows.split_at(7);
    for (act, rows) in [("server.delete", deletions), ("server.stop", rest)] {
        let keys: Vec<_> = rows.iter().map(|row| &row.key).collect();
        let mut asked = confirmed(act, &keys, &[]);
        asked.typed = format!("delete {} servers", keys.len());
        let before = control.writes();
        let id = world.confirm(asked).await;
        let ended = until("every change has ended", || async {
            let rows = batch(&world, id).await;
            rows.iter().all(|row| matches!(row.state, Succeeded | Failed)).then_some(rows)
        })
        .await;
        assert!(ended.iter().all(|row| row.state == Succeeded), "{ended:?}");
        assert_eq!((ended.len(), control.writes() - before), (keys.len(), keys.len()), "{act}");
    }
    let refused = control.log().into_iter().filter(|entry| entry.status == Some(429));
    assert_eq!(refused.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_to_wait_for_the_provider_does_not_hold_up_what_has_not() {
    let mut refresh = RefreshConfig { counted_over: Duration::from_secs(8), ..eager() };
    refresh.operations.writes_per_key = 1;
    let world = World::begin(SimOptions { servers: Some(24), ..fast() }, refresh).await.owned().await;
    world.settled().await;
    let control = world.providers.virtua.control();
    let rows = world.list("provider:virtua status:running").await.rows;
    let keys: Vec<_> = rows.iter().map(|row| &row.key).take(6).collect();
    let (last, deleted) = keys.split_last().unwrap();
    // Until the stop stands in line.
    control.inject(Fault::new("", FaultKind::Held).on("DELETE"));
    let mut asked = confirmed("server.delete", deleted, &[]);
    asked.typed = format!("delete {} servers", deleted.len());
    let deletions = world.confirm(asked).await;
    until("a deletion is held", || async { (control.held() == 1).then_some(()) }).await;
    let stop = world.confirm(confirmed("server.stop", &[last], &[])).await;
    control.clear_faults();
    assert_eq!(world.ended(stop).await.state, Succeeded);
    let rows = until("every change has ended", || async {
        let rows = batch(&world, deletions).await;
        rows.iter().all(|row| matches!(row.state, Succeeded | Failed)).then_some(rows)
    })
    .await;
    assert!(rows.iter().all(|row| row.state == Succeeded), "{rows:?}");
    // A deletion without room passed its turn on to the stop.
    let writes: Vec<_> = control.log().into_iter().filter(simulators::LogEntry::is_write).collect();
    let methods: Vec<_> = writes.iter().map(|entry| entry.method.as_str()).collect();
    assert_eq!((methods.len(), methods.last()), (6, Some(&"DELETE")), "{methods:?}");
}
