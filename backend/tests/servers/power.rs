//! The power actions on both platforms, from the plan to the new state.

use domain::act::Ask;
use domain::operation::OperationState::{Failed, Succeeded};
use domain::policy::Role;
use domain::power::PowerAction;
use domain::provider::Brand;
use domain::{ErrorKind, ids::ServerKey};
use simulators::{Fault, FaultKind};

use crate::acts::switch;
use crate::world::{World, fast, new_id, sign_in, writes_about};

#[tokio::test(flavor = "multi_thread")]
async fn virtua_takes_a_request_on_and_is_read_until_it_is_done() {
    let world = World::start(fast()).await;
    let access = world.backend.access(&world.actor);
    let server = world.server(Brand::Virtua, "running").await;
    let mut writes = 0;
    for (action, after) in
        [(PowerAction::Stop, "stopped"), (PowerAction::Start, "running"), (PowerAction::Restart, "running")]
    {
        let id = new_id();
        switch(&access, id, &server.key, action).await.unwrap();
        let end = world.ended(id).await;
        writes += 1;
        assert_eq!((end.state, end.steps.len()), (Succeeded, 1), "{end:?}");
        assert_eq!(writes_about(&world.providers.virtua, &server.key), writes);
        let detail = access.servers().unwrap().get(&server.key).await.unwrap();
        assert_eq!(detail.row.state.word(), after);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn warrens_restart_is_a_stop_and_a_start() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::IdCloudHost, "running").await;
    let access = world.backend.access(&world.actor);
    let ask = |act: &str, server: &ServerKey| Ask {
        act: act.to_owned(),
        on: vec![server.clone()],
        ..Ask::default()
    };
    let sheet = access.acts().unwrap().ask(&ask("server.restart", &server.key)).await.unwrap();
    let plan = sheet.plan.unwrap();
    assert!(plan.ready(), "{plan:?}");
    assert_eq!(plan.requests.len(), 2, "{plan:?}");
    assert!(!format!("{plan:?}").contains("demo-idcloudhost-key"));
    assert!(plan.effects.iter().any(|effect| effect.contains("two requests")));
    switch(&access, plan.operation, &server.key, PowerAction::Restart).await.unwrap();
    let end = world.ended(plan.operation).await;
    assert_eq!((end.state, end.steps.len()), (Succeeded, 2), "{end:?}");
    assert_eq!(writes_about(&world.providers.idcloudhost, &server.key), 2);
    let effects = world.providers.idcloudhost.control().effects();
    assert_eq!(effects.iter().map(|effect| effect.action.as_str()).collect::<Vec<_>>(), ["stop", "start"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_stops_at_its_first_failure_and_says_where_it_stands() {
    let world = World::start(fast()).await;
    let access = world.backend.access(&world.actor);
    let control = world.providers.idcloudhost.control();
    let refuse = || FaultKind::Answer { status: 400, body: r#"{"message":"Not today"}"#.to_owned() };

    let server = world.server(Brand::IdCloudHost, "running").await;
    control.inject(Fault::new("/user-resource/vm/stop", refuse()));
    let id = new_id();
    switch(&access, id, &server.key, PowerAction::Restart).await.unwrap();
    let end = world.ended(id).await;
    assert_eq!(end.state, Failed);
    assert_eq!(end.message, "Not today. Nothing changed.");
    assert_eq!(writes_about(&world.providers.idcloudhost, &server.key), 1, "no start after a failed stop");

    control.inject(Fault::new("/user-resource/vm/start", refuse()));
    let id = new_id();
    switch(&access, id, &server.key, PowerAction::Restart).await.unwrap();
    let end = world.ended(id).await;
    assert_eq!(end.state, Failed);
    assert!(end.message.contains("The server is stopped; it was not started again."), "{end:?}");
    assert_eq!(writes_about(&world.providers.idcloudhost, &server.key), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_whose_stop_is_unknown_sends_no_start_even_when_the_stop_turns_out_done() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::IdCloudHost, "running").await;
    let control = world.providers.idcloudhost.control();
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Cut).after_work());
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Restart).await.unwrap();
    let end = world.ended(id).await;
    assert_eq!(end.state, Failed, "{end:?}");
    assert!(end.message.contains("the server is stopped. It was not started again."), "{end:?}");
    assert_eq!(writes_about(&world.providers.idcloudhost, &server.key), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_and_rights_are_checked_before_anything_is_sent() {
    let world = World::start(fast()).await;
    let access = world.backend.access(&world.actor);
    let running = world.server(Brand::IdCloudHost, "running").await;
    let refused = switch(&access, new_id(), &running.key, PowerAction::Start).await.unwrap_err();
    assert_eq!(refused.public().kind, ErrorKind::Conflict);
    assert_eq!(refused.public().message, "The server is running already.");

    let nowhere = ServerKey { location: "nowhere".to_owned(), ..running.key.clone() };
    let missing = switch(&access, new_id(), &nowhere, PowerAction::Stop).await.unwrap_err();
    assert_eq!(missing.public().kind, ErrorKind::NotFound);

    let viewer = sign_in(&world.backend, &world.accounts, Role::Viewer).await;
    let access = world.backend.access(&viewer);
    let denied = switch(&access, new_id(), &running.key, PowerAction::Stop).await.unwrap_err();
    assert_eq!(denied.public().kind, ErrorKind::Forbidden);
    assert_eq!(world.providers.idcloudhost.control().writes(), 0);
}
