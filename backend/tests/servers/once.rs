//! Double clicks, two tabs, two people: one change of a server at a time, and each sent once.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use domain::ErrorKind;
use domain::event::Event;
use domain::operation::OperationState;
use domain::power::PowerAction;
use domain::provider::Brand;
use futures::future::join_all;
use simulators::{Fault, FaultKind, SimOptions};

use crate::acts::switch;
use crate::world::{World, fast, new_id, until, writes_about};

/// Polls `future` until it is ready, at most `polls` times.
async fn polled<T>(polls: usize, mut future: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    let mut left = polls;
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        left -= 1;
        if left == 0 { Poll::Ready(None) } else { Poll::Pending }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn i5_one_id_is_one_operation_however_often_it_is_confirmed() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::IdCloudHost, "running").await;
    let access = world.backend.access(&world.actor);
    let id = new_id();
    let answers = join_all((0..8).map(|_| switch(&access, id, &server.key, PowerAction::Stop))).await;
    for answer in answers {
        assert_eq!(answer.unwrap().id, id);
    }
    assert_eq!(world.ended(id).await.state, OperationState::Succeeded);
    let again = switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    assert!(again.done, "the first result");
    assert_eq!(writes_about(&world.providers.idcloudhost, &server.key), 1);

    let other = switch(&access, id, &server.key, PowerAction::Start).await.unwrap_err();
    assert_eq!(other.public().kind, ErrorKind::Conflict, "the same id for something else");
}

/// A request that looked for its id before another one wrote it down, and at the server after that.
#[tokio::test(flavor = "multi_thread")]
async fn i5_one_id_is_one_operation_wherever_the_second_confirmation_overtakes_the_first() {
    let world = World::start(SimOptions { servers: Some(60), ..fast() }).await;
    let rows = world.list("provider:idcloudhost status:running").await.rows;
    let (access, mut overtaken) = (world.backend.access(&world.actor), 0);
    for (row, polls) in rows.iter().zip(1..) {
        let id = new_id();
        let mut first = std::pin::pin!(switch(&access, id, &row.key, PowerAction::Stop));
        let early = polled(polls, first.as_mut()).await;
        let second = switch(&access, id, &row.key, PowerAction::Stop).await.unwrap();
        let first = match early {
            Some(answer) => answer,
            None => {
                overtaken += 1;
                first.await
            }
        };
        assert_eq!((first.unwrap().id, second.id), (id, id), "after {polls} polls");
        world.ended(id).await;
        assert_eq!(writes_about(&world.providers.idcloudhost, &row.key), 1);
    }
    assert!(overtaken > 0, "some were overtaken");
}

#[tokio::test(flavor = "multi_thread")]
async fn i5_two_ids_on_one_server_are_one_operation_and_one_refusal_that_names_it() {
    let world = World::start(fast()).await;
    let server = world.server(Brand::IdCloudHost, "running").await;
    let access = world.backend.access(&world.actor);
    let (first, second) = (new_id(), new_id());
    let (a, b) = tokio::join!(
        switch(&access, first, &server.key, PowerAction::Stop),
        switch(&access, second, &server.key, PowerAction::ForceStop),
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
    let control = world.providers.idcloudhost.control();
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Held));
    let mut events = world.backend.subscribe(world.actor.team());
    let (access, id) = (world.backend.access(&world.actor), new_id());
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    let row = access.servers().unwrap().get(&server.key).await.unwrap();
    assert_eq!(row.row.pending.map(|pending| pending.doing).as_deref(), Some("Stopping"));
    let power = ["server.start", "server.stop", "server.restart", "server.force_stop"];
    let offered = row.acts.iter().filter(|offer| power.contains(&offer.act.as_str()));
    assert_eq!(offered.filter(|offer| offer.refusal.is_some()).count(), 4, "{:?}", row.acts);
    assert_eq!(world.backend.deck(&world.actor).running, 1);
    until("it is on its way", || async { (control.held() == 1).then_some(()) }).await;
    control.clear_faults();
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
