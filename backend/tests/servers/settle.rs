//! An outcome that reading cannot tell is left to a person.

use std::time::Duration;

use backend::{Confirmed, OperationPace, RefreshConfig};
use domain::ErrorKind;
use domain::operation::OperationState::{Succeeded, Unknown};
use domain::policy::Role;
use domain::power::PowerAction;
use domain::provider::Brand;
use domain::view::ActivityQuery;
use simulators::{Fault, FaultKind};

use crate::acts::switch;
use crate::asked::confirmed;
use crate::world::{World, eager, fast, new_id, sign_in, until, writes_about};

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_in_one_call_without_an_answer_is_asked_about() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::Virtua, "running").await;
    let access = world.backend.access(&world.actor);
    let power = access.power().unwrap();
    world.providers.virtua.control().inject(Fault::new("", FaultKind::Cut).on("POST"));
    let id = new_id();
    switch(&access, id, &server.key, PowerAction::Restart).await.unwrap();
    let asked = until("a person is asked", || async {
        let row = world.operation(id).await;
        row.message.contains("reading cannot tell").then_some(row)
    })
    .await;
    assert_eq!(asked.state, Unknown);
    assert_eq!(power.check_now(id).await.unwrap().state, Unknown, "reading once more tells nothing new");

    let page = |state| {
        let query = ActivityQuery { search: server.name.to_uppercase(), state, page: 1 };
        async move { access.activity().unwrap().page(&query).await.unwrap() }
    };
    assert_eq!(page(Some(Unknown)).await.matched, 1);
    assert_eq!(page(Some(Succeeded)).await.matched, 0);

    let settled = power.settle(id, true).await.unwrap();
    assert_eq!(settled.state, Succeeded);
    assert!(settled.message.contains(&world.actor.session.name), "{settled:?}");
    assert_eq!(power.settle(id, false).await.unwrap_err().public().kind, ErrorKind::Conflict);
    assert_eq!(writes_about(&world.providers.virtua, &server.key), 1);
    assert_eq!(page(Some(Succeeded)).await.matched, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_teams_operation_does_not_exist() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    world.ended(id).await;
    let mut stranger = world.actor.clone();
    stranger.session.team.id = domain::ids::TeamId(uuid::Uuid::new_v4());
    let theirs = world.backend.access(&stranger);
    let hidden = |error: backend::BackendError| error.public().kind;
    assert_eq!(theirs.activity().unwrap().operation(id).await.map_err(hidden), Err(ErrorKind::NotFound));
    assert_eq!(theirs.servers().unwrap().get(&server.key).await.map_err(hidden), Err(ErrorKind::NotFound));
    assert_eq!(
        switch(&theirs, new_id(), &server.key, PowerAction::Start).await.map_err(hidden),
        Err(ErrorKind::NotFound)
    );
    assert_eq!(theirs.power().unwrap().settle(id, true).await.map_err(hidden), Err(ErrorKind::NotFound));
    let list = theirs.servers().unwrap().list(&domain::query::ServerQuery::default()).await.unwrap();
    assert_eq!((list.total, list.has_credentials), (0, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_whoever_could_not_ask_for_it_does_not_say_what_became_of_it() {
    let world = World::start(fast()).await.owned().await;
    let server = world.server(Brand::Elastis, "running").await;
    for method in ["POST", "PUT", "PATCH"] {
        world.providers.elastis.control().inject(Fault::new("", FaultKind::Cut).on(method));
    }
    let asked = confirmed("server.password", &[&server.key], &[("username", "ops")]);
    let id = world.confirm(Confirmed { password: Some("Correct-Horse-9".into()), ..asked }).await;
    world.operation_in(id, &[Unknown]).await;
    let operator = sign_in(&world.backend, &world.accounts, Role::Operator).await;
    let access = world.backend.access(&operator);
    let seen = access.activity().unwrap().operation(id).await.unwrap();
    assert_eq!(seen.check_refusal, None, "steering power is enough to have it read again");
    let error = access.power().unwrap().settle(id, false).await.unwrap_err();
    assert_eq!(error.public().kind, ErrorKind::Forbidden);
    assert_eq!(
        seen.settle_refusal,
        Some(error.public().message.clone()),
        "the page says what the call would answer"
    );
    assert_eq!(access.power().unwrap().check_now(id).await.unwrap().settle_refusal, seen.settle_refusal);
    let unsettled = world.operation(id).await;
    assert_eq!(
        (unsettled.state, unsettled.settle_refusal),
        (Unknown, None),
        "the owner's row is the owner's own"
    );
    let owner = world.backend.access(&world.actor);
    assert_eq!(owner.power().unwrap().settle(id, true).await.unwrap().state, Succeeded);
    let seen = access.activity().unwrap().operation(id).await.unwrap();
    assert_eq!(seen.settle_refusal, None, "what is settled asks nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_every_role_sees_on_its_pages_what_pressing_would_answer() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::Virtua, "running").await;
    world.providers.virtua.control().inject(Fault::new("", FaultKind::Cut).on("POST"));
    let id = new_id();
    switch(&world.backend.access(&world.actor), id, &server.key, PowerAction::Restart).await.unwrap();
    world.operation_in(id, &[Unknown]).await;
    for role in Role::ALL {
        let person = sign_in(&world.backend, &world.accounts, role).await;
        let access = world.backend.access(&person);
        let detail = access.servers().unwrap().get(&server.key).await.unwrap();
        let query = ActivityQuery { search: server.name.clone(), state: Some(Unknown), page: 1 };
        let listed = access.activity().unwrap().page(&query).await.unwrap();
        let answer = access.power().err().map(|error| error.public().message.clone());
        assert_eq!(answer.is_none(), matches!(role, Role::Owner | Role::Admin | Role::Operator), "{role:?}");
        for row in [&detail.operations[0], &listed.rows[0]] {
            assert_eq!((row.id, row.state), (id, Unknown), "{role:?}");
            assert_eq!((&row.check_refusal, &row.settle_refusal), (&answer, &answer), "{role:?}");
        }
    }
    assert_eq!(world.operation(id).await.state, Unknown, "looking settles nothing");
}

/// `security.md` I9: what nobody may read any more is a person's to say, until the key works again.
#[tokio::test(flavor = "multi_thread")]
async fn i9_nothing_is_read_with_a_refused_key_and_a_person_is_asked_until_it_works_again() {
    let hour = Duration::from_secs(3600);
    let asked_every = Duration::from_millis(50);
    let operations = OperationPace { not_done_after: hour, asked_every, ..eager().operations };
    let world = World::begin(fast(), RefreshConfig { operations, ..eager() }).await.owned().await;
    world.settled().await;
    let (simulator, server) = (&world.providers.elastis, world.server(Brand::Elastis, "running").await);
    let control = simulator.control();
    let access = world.backend.access(&world.actor);
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Cut).on("POST"));
    let id = new_id();
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    world.operation_in(id, &[Unknown]).await;
    // Only operations read one server by itself here.
    let reads = || {
        let log = control.log();
        log.iter().filter(|entry| entry.method == "GET" && entry.query.contains(&server.key.id.0)).count()
    };
    until("it is read for", || std::future::ready((reads() > 0).then_some(()))).await;

    control.set_key("turned-off-at-the-provider");
    let asked = until("a person is asked", || async {
        let row = world.operation(id).await;
        row.message.contains("reading cannot tell").then_some(row)
    })
    .await;
    assert!(asked.state == Unknown && asked.message.contains("refuses the key"), "{asked:?}");
    let before = reads();
    let error = access.power().unwrap().check_now(id).await.unwrap_err();
    assert!(error.public().message.contains("Replace it under Credentials"), "{error:?}");
    // Meanwhile something else is done from beginning to end.
    let other = world.server(Brand::Virtua, "running").await;
    let meanwhile = new_id();
    switch(&access, meanwhile, &other.key, PowerAction::Stop).await.unwrap();
    assert_eq!(world.ended(meanwhile).await.state, Succeeded);
    assert_eq!((reads(), world.operation(id).await.state), (before, Unknown));

    control.set_key(simulator.kind().demo_key());
    access.manage_credentials().unwrap().check(server.key.credential).await.unwrap();
    assert!(control.set_status(&server.key.id.0, "stopped"));
    let end = world.ended(id).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(reads() > before && end.message.starts_with("Confirmed by reading"), "{end:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_that_a_new_server_does_not_get_are_told() {
    let operations = OperationPace { not_done_after: Duration::from_secs(900), ..eager().operations };
    let world = World::begin(fast(), RefreshConfig { operations, ..eager() }).await.owned().await;
    world.settled().await;
    let place = world.server(Brand::Elastis, "running").await.key;
    let credential = place.credential.to_string();
    let given = [
        ("credential", credential.as_str()),
        ("location", &place.location),
        ("image", "ubuntu"),
        ("name", "fresh-1"),
        ("username", "ops"),
        ("tags", "precious"),
    ];
    let fields = world.filled_in("server.create", &given).await;
    world.providers.elastis.control().inject(Fault::new("/user-resource/vm", FaultKind::Cut).on("POST"));
    let asked = confirmed("server.create", &[], &[]);
    let asked = Confirmed { fields, password: Some("Canary-7f3b9d2e".into()), ..asked };
    let id = world.confirm(asked).await;
    world.operation_in(id, &[Unknown]).await;
    let access = world.backend.access(&world.actor);
    let settled = access.power().unwrap().settle(id, true).await.unwrap();
    assert_eq!((settled.state, &settled.made), (Succeeded, &None));
    assert!(settled.message.contains("says that it happened."), "{settled:?}");
    assert!(settled.message.contains("the tags and the note of the form are not on it"), "{settled:?}");
    assert_eq!(world.operation(id).await.message, settled.message, "and stored");
}
