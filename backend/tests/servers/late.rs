//! Requests that a provider took on and did not carry out in time, or is still at work on when Skydeck stops waiting: they
//! may still happen, so nobody says that they did not.

use std::time::Duration;

use backend::clock::Clock;
use backend::{Confirmed, OperationPace, RefreshConfig};
use domain::ids::{OperationId, ServerKey};
use domain::operation::OperationState::{Sent, Succeeded, Unknown};
use domain::power::PowerAction;
use domain::provider::Brand;
use domain::view::OperationRow;
use simulators::{Fault, FaultKind, SimOptions};
use tempfile::TempDir;

use crate::acts::switch;
use crate::asked::confirmed;
use crate::world::{Providers, World, eager, fast, new_id, open, sign_in, until, writes_about};
use domain::policy::Role;

/// Follows a request for one reading only.
fn brief(not_done_after: Duration) -> RefreshConfig {
    let operations = OperationPace { follow_limit: Duration::ZERO, not_done_after, ..eager().operations };
    RefreshConfig { operations, ..eager() }
}

/// Said yes, and nothing done.
fn taken_on() -> Fault {
    let body = r#"{"success": true}"#.to_owned();
    Fault::new("", FaultKind::Answer { status: 200, body }).on("POST")
}

async fn asked(world: &World, id: OperationId) -> OperationRow {
    let row = until("a person is asked", || async {
        let row = world.operation(id).await;
        row.message.contains("reading cannot tell").then_some(row)
    })
    .await;
    assert_eq!(row.state, Unknown);
    assert!(row.message.contains("the provider took it on, and the server is still running."), "{row:?}");
    row
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_what_a_provider_took_on_is_never_called_not_done_and_may_come_late() {
    let world = World::begin(fast(), brief(Duration::from_millis(600))).await;
    world.settled().await;
    let server = world.server(Brand::Virtua, "running").await;
    let control = world.providers.virtua.control();
    control.inject(taken_on());
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    let power = access.power().unwrap();
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    asked(&world, id).await;
    assert!(control.set_status(&server.key.id.0, "stopped"));
    let end = until("the allowance lets it be read", || async { power.check_now(id).await.ok() }).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(end.message.starts_with("Confirmed by reading: the server is stopped."), "{end:?}");
    assert_eq!(writes_about(&world.providers.virtua, &server.key), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_what_a_person_was_asked_about_settles_by_itself_when_it_comes_late() {
    let slowly = |asked_every| {
        let pace = brief(Duration::from_millis(600));
        RefreshConfig { operations: OperationPace { asked_every, ..pace.operations }, ..pace }
    };
    let world = World::begin(fast(), slowly(Duration::from_millis(50))).await;
    world.settled().await;
    let control = world.providers.elastis.control();
    let running = world.list("provider:elastis status:running").await.rows;
    let (first, second) = (running[0].key.clone(), running[1].key.clone());
    let stop = async |key: &ServerKey| {
        control.inject(Fault { path: "/user-resource/vm/stop".to_owned(), ..taken_on() });
        let (id, access) = (new_id(), world.backend.access(&world.actor));
        switch(&access, id, key, PowerAction::Stop).await.unwrap();
        asked(&world, id).await;
        id
    };
    let id = stop(&first).await;
    assert!(control.set_status(&first.id.0, "stopped"));
    let end = world.ended(id).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(end.message.starts_with("Confirmed by reading: the server is stopped."), "{end:?}");

    // Over a restart as well.
    let id = stop(&second).await;
    world.backend.close().await;
    let World { folder, providers, backend, .. } = world;
    drop(backend);
    assert!(providers.elastis.control().set_status(&second.id.0, "stopped"));
    let (backend, accounts) = open(&folder, &providers, slowly(Duration::from_millis(50))).await;
    let actor = sign_in(&backend, &accounts, Role::Operator).await;
    backend.start_background();
    let world = World { providers, backend, actor, accounts, folder };
    assert_eq!(world.ended(id).await.state, Succeeded);
    for key in [&first, &second] {
        assert_eq!(writes_about(&world.providers.elastis, key), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i4_that_a_provider_took_it_on_outlives_a_restart() {
    let world = World::begin(fast(), brief(Duration::from_secs(900))).await;
    world.settled().await;
    let server = world.server(Brand::Elastis, "running").await;
    world.providers.elastis.control().inject(taken_on());
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    world.operation_in(id, &[Unknown]).await;
    world.backend.close().await;
    let World { folder, providers, backend, .. } = world;
    drop(backend);

    let (backend, accounts) = open(&folder, &providers, brief(Duration::from_millis(600))).await;
    let actor = sign_in(&backend, &accounts, Role::Operator).await;
    backend.start_background();
    let world = World { providers, backend, actor, accounts, folder };
    asked(&world, id).await;
    assert_eq!(writes_about(&world.providers.elastis, &server.key), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_what_comes_late_without_an_answer_is_confirmed_by_reading() {
    let world = World::begin(fast(), brief(Duration::from_secs(900))).await;
    world.settled().await;
    let server = world.server(Brand::Elastis, "running").await;
    let control = world.providers.elastis.control();
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Cut).on("POST"));
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    world.operation_in(id, &[Unknown]).await;
    // Longer in its old state than it takes to be sure of having read it a few times.
    let read = |since: usize| control.log().iter().skip(since).filter(|entry| !entry.is_write()).count();
    let since = control.log().len();
    until("it is read some times", || std::future::ready((read(since) >= 4).then_some(()))).await;
    assert_eq!(world.operation(id).await.state, Unknown);
    assert!(control.set_status(&server.key.id.0, "stopped"));
    let end = world.ended(id).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert_eq!(writes_about(&world.providers.elastis, &server.key), 1);
}

/// As long as providers work on what writes disks, and as long as Skydeck waits for that.
const HALF_AN_HOUR: Duration = Duration::from_secs(1800);

#[tokio::test(flavor = "multi_thread")]
async fn i3_a_server_that_is_made_after_the_wait_for_it_ended_is_never_called_not_done() {
    let clock = Clock::manual(Clock::System.now());
    // A new server takes 33 s at a real provider, and here about 8: longer than Skydeck waits.
    let providers = Providers::start(SimOptions { speed: 0.25, ..fast() }).await;
    let operations = OperationPace { not_done_after: HALF_AN_HOUR, ..eager().operations };
    let refresh = RefreshConfig { operations, ..eager() };
    let world = World::adapted(TempDir::new().unwrap(), providers, refresh, |config| {
        config.clock = clock.clone();
        config.provider_options.write_timeout.slow = Duration::from_secs(4);
    });
    let world = world.await.owned().await;
    world.settled().await;
    let control = world.providers.elastis.control();
    let place = world.server(Brand::Elastis, "running").await.key;
    let credential = place.credential.to_string();
    let given = [
        ("credential", credential.as_str()),
        ("location", &place.location),
        ("image", "ubuntu"),
        ("username", "ops"),
    ];
    let fields = world.filled_in("server.create", &given).await;
    let minutes = i64::try_from(HALF_AN_HOUR.as_millis()).unwrap();
    let mut tries = 0..5;
    let (id, name) = loop {
        let name = format!("late-{}", tries.next().expect("the wait never ended after the clock was moved"));
        let mut fields = fields.clone();
        fields.0.retain(|(field, _)| field != "name");
        fields.push("name", name.clone());
        let before = control.writes();
        let asked = confirmed("server.create", &[], &[]);
        let id = world.confirm(Confirmed { fields, password: Some("Canary-7f3b9d2e".into()), ..asked }).await;
        until("the request is on its way", || async { (control.writes() > before).then_some(()) }).await;
        // By the clock Skydeck waits for half an hour, which is all the time that the old state is given afterwards.
        clock.advance_ms(minutes);
        if world.operation(id).await.state == Sent {
            break (id, name);
        }
        // The wait had ended before the clock was moved, so this one tells nothing.
        clock.advance_ms(-minutes);
    };
    let end = world.ended(id).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(end.message.starts_with(&format!("Confirmed by reading: {name} is there")), "{end:?}");
    let made = control.effects().into_iter().filter(|effect| effect.action == "create");
    assert_eq!(made.filter(|effect| effect.subject == name).count(), 1);
}
