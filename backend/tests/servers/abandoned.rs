//! People whose browser goes away in the middle of asking: a change is asked for and carried out, or it never was.

use domain::ErrorKind;
use domain::operation::OperationState::{Failed, Succeeded};
use domain::power::PowerAction;
use domain::provider::Brand;
use simulators::{Fault, FaultKind, SimOptions};

use crate::acts::switch;
use crate::database::abandoned_after;
use crate::world::{World, fast, new_id, until};

#[tokio::test(flavor = "multi_thread")]
async fn i4_a_change_whose_caller_goes_away_at_any_point_is_carried_out_or_was_never_asked_for() {
    let world = World::start(SimOptions { servers: Some(80), ..fast() }).await;
    let access = world.backend.access(&world.actor);
    let activity = access.activity().unwrap();
    let mut ids = Vec::new();
    for brand in [Brand::Elastis, Brand::IdCloudHost] {
        let rows = world.list(&format!("provider:{} status:running", brand.slug())).await.rows;
        assert!(rows.len() >= 20, "{}", rows.len());
        for (row, polls) in rows.iter().zip(1..) {
            let id = new_id();
            drop(abandoned_after(polls, switch(&access, id, &row.key, PowerAction::Stop)).await);
            ids.push(id);
        }
    }
    // Everything that was abandoned had its turn at the database before this one.
    let last = world.server(Brand::Virtua, "running").await;
    let last_id = new_id();
    switch(&access, last_id, &last.key, PowerAction::Stop).await.unwrap();
    world.ended(last_id).await;
    let mut carried_out = 0;
    for id in ids {
        let end = until("the operation does not exist or has ended", || async {
            match activity.operation(id).await {
                Ok(row) => matches!(row.state, Succeeded | Failed).then_some(Some(row.state)),
                Err(error) => {
                    assert_eq!(error.public().kind, ErrorKind::NotFound);
                    Some(None)
                }
            }
        })
        .await;
        if let Some(state) = end {
            assert_eq!(state, Succeeded);
            carried_out += 1;
        }
    }
    assert!(carried_out > 0, "some were abandoned after they were written down");
    assert_eq!(world.backend.deck(&world.actor).running, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_is_given_and_not_waited_for_frees_the_server_or_was_not_given() {
    let world = World::start(fast()).await;
    let access = world.backend.access(&world.actor);
    let power = access.power().unwrap();
    world.providers.virtua.control().inject(Fault::new("", FaultKind::Cut).on("POST"));
    let server = world.server(Brand::Virtua, "running").await;
    let id = new_id();
    switch(&access, id, &server.key, PowerAction::Restart).await.unwrap();
    until("a person is asked", || async {
        world.operation(id).await.message.contains("reading cannot tell").then_some(())
    })
    .await;
    let mut events = world.backend.subscribe(world.actor.team());
    for polls in 1.. {
        let answered = abandoned_after(polls, power.settle(id, true)).await;
        if world.operation(id).await.state == Succeeded {
            break;
        }
        assert!(answered.is_none(), "{answered:?}");
    }
    until("open pages hear of it", || {
        let about = |event| matches!(event, domain::event::Event::Operation { id: about } if about == id);
        std::future::ready(events.try_recv().is_ok_and(about).then_some(()))
    })
    .await;
    assert_eq!(world.backend.deck(&world.actor).unknown, 0);
}
