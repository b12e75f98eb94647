//! Double clicks, two tabs, two people: one change of a server at a time, and each sent once.

use domain::ErrorKind;
use domain::event::Event;
use domain::operation::OperationState;
use domain::power::PowerAction;
use domain::provider::Brand;
use futures::future::join_all;

use crate::world::{World, fast, new_id, until, writes_about};

#[tokio::test(flavor = "multi_thread")]
async fn i5_one_id_is_one_operation_however_often_it_is_confirmed() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::IdCloudHost, "running").await;
    let access = world.backend.access(&world.actor);
    let (power, id) = (access.power().unwrap(), new_id());
    let answers = join_all((0..8).map(|_| power.run(id, &server.key, PowerAction::Stop))).await;
    for answer in answers {
        assert_eq!(answer.unwrap().id, id);
    }
    assert_eq!(world.ended(id).await.state, OperationState::Succeeded);
    let again = power.run(id, &server.key, PowerAction::Stop).await.unwrap();
    assert_eq!(again.state, OperationState::Succeeded, "the first result");
    assert_eq!(writes_about(&world.providers.idcloudhost, &server.key), 1);

    let other = power.run(id, &server.key, PowerAction::Start).await.unwrap_err();
    assert_eq!(other.public().kind, ErrorKind::Conflict, "the same id for something else");
}

#[tokio::test(flavor = "multi_thread")]
async fn i5_two_ids_on_one_server_are_one_operation_and_one_refusal_that_names_it() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::IdCloudHost, "running").await;
    let access = world.backend.access(&world.actor);
    let power = access.power().unwrap();
    let (first, second) = (new_id(), new_id());
    let (a, b) = tokio::join!(
        power.run(first, &server.key, PowerAction::Stop),
        power.run(second, &server.key, PowerAction::ForceStop),
    );
    let (won, lost) = match (a, b) {
        (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
        both => panic!("{both:?}"),
    };
    assert_eq!(lost.public().kind, ErrorKind::Conflict);
    assert!(lost.public().message.contains(&server.name), "{lost:?}");
    assert!(lost.public().message.contains(&world.actor.session.name), "{lost:?}");
    assert_eq!(world.ended(won.id).await.state, OperationState::Succeeded);
    assert_eq!(writes_about(&world.providers.idcloudhost, &server.key), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_what_is_in_flight_and_open_pages_hear_of_it() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::IdCloudHost, "running").await;
    let mut events = world.backend.subscribe(world.actor.team());
    let (access, id) = (world.backend.access(&world.actor), new_id());
    access.power().unwrap().run(id, &server.key, PowerAction::Stop).await.unwrap();
    let row = access.servers().unwrap().get(&server.key).await.unwrap();
    assert_eq!(row.row.pending.map(|(action, _)| action), Some(PowerAction::Stop));
    assert!(row.actions.iter().all(|offer| offer.refusal.is_some()), "{:?}", row.actions);
    assert_eq!(world.backend.deck(&world.actor).running, 1);
    world.ended(id).await;
    let (mut operation, mut servers) = (0, 0);
    until("the events came", || {
        while let Ok(event) = events.try_recv() {
            match event {
                Event::Operation { id: about } if about == id => operation += 1,
                Event::Servers => servers += 1,
                _ => {}
            }
        }
        std::future::ready((operation >= 3 && servers >= 1).then_some(()))
    })
    .await;
    let row = access.servers().unwrap().get(&server.key).await.unwrap();
    assert_eq!((row.row.state.word(), row.row.pending), ("stopped", None));
    assert_eq!(row.row.addresses, server.addresses, "what a write's answer leaves out stays");
    assert_eq!(row.operations.first().map(|operation| operation.id), Some(id));
    assert_eq!(world.backend.deck(&world.actor).running, 0);
}
