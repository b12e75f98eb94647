//! The process dies: what was sent is unknown and never sent again, what was not sent is sent once.

use std::time::Duration;

use backend::clock::Clock;
use backend::{Config, Confirmed, OperationPace, RefreshConfig};
use domain::operation::OperationState::{self, Failed, Intended, Succeeded, Unknown};
use domain::policy::Role;
use domain::power::PowerAction;
use domain::provider::Brand;
use domain::view::OperationRow;
use simulators::{Fault, FaultKind};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::acts::switch;
use crate::asked::confirmed;
use crate::world::{Providers, World, eager, fast, new_id, open, sign_in, until, writes_about};

/// Longer than any test.
const LONG: Duration = Duration::from_secs(900);

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// A Skydeck over simulators that outlive it.
async fn world(folder: TempDir, providers: Providers, resume_within: Duration) -> World {
    let mut refresh = eager();
    // Longer than the simulated stop takes: the old state proves nothing while the provider may still work.
    refresh.operations.not_done_after = Duration::from_secs(20);
    refresh.operations.resume_within = resume_within;
    let (backend, accounts) = open(&folder, &providers, refresh).await;
    let actor = sign_in(&backend, &accounts, Role::Operator).await;
    World { providers, backend, actor, accounts, folder }
}

/// Lets go of everything but the files and the simulators, without a chance to tidy up. When this returns nothing of it
/// runs any more, like a process that the kernel has buried.
pub fn kill(process: Runtime, world: World) -> (TempDir, Providers) {
    let World { folder, providers, backend, .. } = world;
    process.shutdown_timeout(Duration::from_secs(30));
    drop(backend);
    (folder, providers)
}

#[test]
fn i4_killed_between_sending_and_the_answer_it_is_unknown_and_settles_by_reading() {
    let outside = runtime();
    let providers = outside.block_on(Providers::start(fast()));
    // Done, and nobody is told.
    providers
        .elastis
        .control()
        .inject(Fault::new("/user-resource/vm/stop", FaultKind::Hang).on("POST").after_work());
    let (first, id) = (runtime(), new_id());
    let (world1, server) = first.block_on(async {
        let world = world(TempDir::new().unwrap(), providers, LONG).await;
        world.backend.start_background();
        world.settled().await;
        let server = world.server(Brand::Elastis, "running").await;
        let access = world.backend.access(&world.actor);
        switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
        until("the request is on its way", || async {
            (writes_about(&world.providers.elastis, &server.key) > 0).then_some(())
        })
        .await;
        assert_eq!(world.operation(id).await.state, OperationState::Sent);
        (world, server)
    });
    let (folder, providers) = kill(first, world1);

    let second = runtime();
    let end: OperationRow = second.block_on(async {
        let world = world(folder, providers, LONG).await;
        let row = world.operation(id).await;
        assert_eq!(row.state, Unknown, "before anything is read");
        assert!(row.message.starts_with("We do not know whether this happened"), "{row:?}");
        world.backend.start_background();
        let end = world.ended(id).await;
        assert_eq!(writes_about(&world.providers.elastis, &server.key), 1);
        end
    });
    assert_eq!(end.state, Succeeded);
    assert!(end.message.starts_with("Confirmed by reading"), "{end:?}");
}

/// The act `act` on a server of Elastis, or of a new one there.
async fn asked_of_elastis(world: &World, act: &str) -> Confirmed {
    let state = if act == "server.resize" { "stopped" } else { "running" };
    let server = world.server(Brand::Elastis, state).await;
    if act != "server.create" {
        let mut asked = confirmed(act, &[&server.key], &[("vcpus", "3"), ("memory_mib", "3072")]);
        asked.typed.clone_from(&server.name);
        return asked;
    }
    let credential = server.key.credential.to_string();
    let given = [
        ("credential", credential.as_str()),
        ("location", &server.key.location),
        ("image", "ubuntu"),
        ("name", "fresh-1"),
        ("username", "ops"),
    ];
    let fields = world.filled_in(act, &given).await;
    Confirmed { fields, password: Some("Canary-7f3b9d2e".into()), ..confirmed(act, &[], &[]) }
}

#[test]
fn i4_a_deletion_a_resize_and_a_new_server_survive_a_kill_as_one_request_each() {
    for (act, method) in [("server.delete", "DELETE"), ("server.resize", "PATCH"), ("server.create", "POST")]
    {
        let outside = runtime();
        let providers = outside.block_on(Providers::start(fast()));
        // Done, and nobody is told.
        providers
            .elastis
            .control()
            .inject(Fault::new("/user-resource/vm", FaultKind::Hang).on(method).after_work());
        let first = runtime();
        let (world1, asked) = first.block_on(async {
            let world = world(TempDir::new().unwrap(), providers, LONG).await.owned().await;
            world.backend.start_background();
            world.settled().await;
            let asked = asked_of_elastis(&world, act).await;
            let id = world.confirm(asked.clone()).await;
            until("the request is on its way", || async {
                (world.providers.elastis.control().writes() > 0).then_some(())
            })
            .await;
            assert_eq!(world.operation(id).await.state, OperationState::Sent, "{act}");
            (world, asked)
        });
        let (folder, providers) = kill(first, world1);
        runtime().block_on(async {
            let world = world(folder, providers, LONG).await.owned().await;
            assert_eq!(
                world.operation(asked.operation).await.state,
                Unknown,
                "{act}: before anything is read"
            );
            world.backend.start_background();
            let end = world.ended(asked.operation).await;
            assert_eq!(end.state, Succeeded, "{act}: {end:?}");
            assert!(end.message.starts_with("Confirmed by reading"), "{act}: {end:?}");
            world.confirm(asked).await;
            assert_eq!(world.providers.elastis.control().writes(), 1, "{act}");
        });
    }
}

#[test]
fn killed_before_sending_it_is_sent_once_after_the_start() {
    killed_before_sending(LONG, |end, writes| {
        assert_eq!((end.state, writes), (Succeeded, 1), "{end:?}");
    });
}

#[test]
fn what_was_not_sent_and_has_grown_old_is_not_sent_any_more() {
    killed_before_sending(Duration::ZERO, |end, writes| {
        assert_eq!((end.state, writes), (Failed, 0), "{end:?}");
        assert!(end.message.contains("Nothing changed."), "{end:?}");
    });
}

fn killed_before_sending(resume_within: Duration, check: impl FnOnce(OperationRow, usize)) {
    let outside = runtime();
    let providers = outside.block_on(Providers::start(fast()));
    // After each task it looks whether its future is ready: the worker, begun last, then never gets a turn.
    let first = Builder::new_current_thread().event_interval(1).enable_all().build().unwrap();
    let id = new_id();
    let (world1, server) = first.block_on(async {
        let world = world(TempDir::new().unwrap(), providers, LONG).await;
        world.backend.start_background();
        world.settled().await;
        let server = world.server(Brand::Elastis, "running").await;
        (world, server)
    });
    // The worker is a task of its own, and this runtime runs none once its future is ready.
    let asked = first.block_on(async {
        let access = world1.backend.access(&world1.actor);
        switch(&access, id, &server.key, PowerAction::Stop).await.unwrap()
    });
    assert!(!asked.done);
    assert_eq!(writes_about(&world1.providers.elastis, &server.key), 0);
    let (folder, providers) = kill(first, world1);

    runtime().block_on(async {
        let world = world(folder, providers, resume_within).await;
        assert_eq!(world.operation(id).await.state, Intended);
        world.backend.start_background();
        let end = world.ended(id).await;
        check(end, writes_about(&world.providers.elastis, &server.key));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn d5_closing_waits_for_the_answer_that_is_on_its_way() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    until("the request is on its way", || async {
        (writes_about(&world.providers.elastis, &server.key) > 0).then_some(())
    })
    .await;
    world.backend.close().await;
    let World { folder, providers, backend, .. } = world;
    drop(backend);
    let (backend, accounts) = open(&folder, &providers, eager()).await;
    let actor = sign_in(&backend, &accounts, Role::Operator).await;
    let row = backend.access(&actor).activity().unwrap().operation(id).await.unwrap();
    assert_ne!(row.state, Failed);
    assert_eq!(row.state, Succeeded, "{row:?}");
    assert_eq!(writes_about(&providers.elastis, &server.key), 1);
}

#[test]
fn i4_killed_in_the_middle_of_three_requests_the_rest_is_not_sent() {
    let outside = runtime();
    let providers = outside.block_on(Providers::start(fast()));
    let (first, resize) = (runtime(), ("PATCH", "/user-resource/vm"));
    let (world1, server, id) = first.block_on(async {
        let world = world(TempDir::new().unwrap(), providers, LONG).await.owned().await;
        world.backend.start_background();
        world.settled().await;
        let server = world.server(Brand::Elastis, "running").await;
        let control = world.providers.elastis.control();
        // The size changes, and the answer to that never comes.
        control.inject(Fault::new(resize.1, FaultKind::Hang).on(resize.0).after_work());
        let (vcpus, memory) = (server.vcpus.unwrap() + 1, server.memory_mib.unwrap());
        let (vcpus, memory) = (vcpus.to_string(), memory.to_string());
        let fields = [("vcpus", vcpus.as_str()), ("memory_mib", &memory), ("restart", "1")];
        let id = world.confirm(confirmed("server.resize", &[&server.key], &fields)).await;
        until("the second request is on its way", || async { (control.writes() == 2).then_some(()) }).await;
        (world, server, id)
    });
    let (folder, providers) = kill(first, world1);

    runtime().block_on(async {
        let world = world(folder, providers, LONG).await;
        let row = world.operation(id).await;
        let states: Vec<_> = row.steps.iter().map(|step| step.state).collect();
        assert_eq!(states, [Succeeded, Unknown, Intended], "before anything is read");
        world.backend.start_background();
        let end = world.ended(id).await;
        assert_eq!(end.state, Failed, "{end:?}");
        assert!(end.message.starts_with("Confirmed by reading: the server has"), "{end:?}");
        assert!(end.message.contains("It was not started again. Start it when you are ready."), "{end:?}");
        let vm = world.providers.elastis.control().server(&server.key.id.0).unwrap();
        assert_eq!((vm.status.as_str(), world.providers.elastis.control().writes()), ("stopped", 2));
    });
}

/// It waits in line for 14 minutes, stops the server, and Skydeck is stopped two minutes later, before the next request.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_stopped_lately_is_started_after_a_restart_however_long_ago_it_was_asked_for() {
    let clock = Clock::manual(Clock::System.now());
    let adapt = |config: &mut Config| {
        config.clock = clock.clone();
        config.provider_options.write_timeout.power = LONG;
    };
    let resume_within = Duration::from_secs(15 * 60);
    let refresh =
        RefreshConfig { operations: OperationPace { resume_within, ..eager().operations }, ..eager() };
    let providers = Providers::start(fast()).await;
    let world = World::adapted(TempDir::new().unwrap(), providers, refresh, adapt).await.owned().await;
    world.settled().await;
    let control = world.providers.elastis.control();
    let server = world.server(Brand::Elastis, "running").await;
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Held).on("POST"));
    let (vcpus, memory) = (server.vcpus.unwrap() + 1, server.memory_mib.unwrap());
    let (vcpus, memory) = (vcpus.to_string(), memory.to_string());
    let fields = [("vcpus", vcpus.as_str()), ("memory_mib", &memory), ("restart", "1")];
    let id = world.confirm(confirmed("server.resize", &[&server.key], &fields)).await;
    until("the stop is held", || async { (control.held() == 1).then_some(()) }).await;
    // A read is told to wait, and the whole key with it.
    let pause = FaultKind::RateLimited { retry_after: Some(600) };
    control.inject(Fault::new("/user-resource/vm", pause).on("GET").always());
    let reader = world.backend.access(&world.actor);
    let reader = reader.servers().unwrap();
    until("the key has to wait", || async {
        reader.refresh(Some(&server.key)).await.unwrap();
        (!world.list("").await.banners.is_empty()).then_some(())
    })
    .await;
    clock.advance_ms(14 * 60_000);
    control.clear_faults();
    let row = until("the server is stopped", || async {
        let row = world.operation(id).await;
        (row.steps[0].state == Succeeded).then_some(row)
    })
    .await;
    assert_eq!((row.steps[1].state, control.writes()), (Intended, 1), "the next request waits as well");
    clock.advance_ms(2 * 60_000);
    world.backend.close().await;
    let World { folder, providers, backend, .. } = world;
    drop(backend);

    let world = World::adapted(folder, providers, refresh, adapt).await;
    let end = world.ended(id).await;
    assert_eq!((end.state, world.providers.elastis.control().writes()), (Succeeded, 3), "{end:?}");
}
