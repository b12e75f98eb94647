//! A database that fails for a while, as with a full disk: operations wait for it and go on by themselves.

use domain::operation::OperationState::{Failed, Intended, Sent, Succeeded, Unknown};
use domain::power::PowerAction;
use domain::provider::Brand;
use simulators::{Fault, FaultKind};

use crate::acts::switch;
use crate::told::Told;
use crate::world::{World, fast, new_id, until, writes_about};

/// More often than anyone would give up after.
const OFTEN: usize = 8;

async fn sql(world: &World, statement: &str) {
    let mut tx = world.backend.db().write().await.unwrap();
    sqlx::query(statement).execute(tx.conn()).await.unwrap();
    tx.commit().await.unwrap();
}

/// From now on no operation can be moved on to a state in `states`.
async fn refuse(world: &World, states: &str) {
    let statement = format!(
        "CREATE TRIGGER full BEFORE UPDATE ON operations WHEN NEW.state IN ({states}) \
         BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
    );
    sql(world, &statement).await;
}

async fn often(told: &Told, message: &str) {
    until(message, || std::future::ready((told.times(message) >= OFTEN).then_some(()))).await;
}

#[tokio::test]
async fn i4_an_outcome_is_stored_once_the_disk_has_room_again_however_long_that_takes() {
    let (told, _listening) = Told::listen();
    let world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    refuse(&world, "'succeeded', 'failed', 'unknown'").await;
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    often(&told, "an outcome could not be stored").await;
    assert_eq!(world.operation(id).await.state, Sent);
    sql(&world, "DROP TRIGGER full").await;
    assert_eq!(world.ended(id).await.state, Succeeded);
    assert_eq!(writes_about(&world.providers.elastis, &server.key), 1);
    assert_eq!(world.backend.deck(&world.actor).running, 0);
}

#[tokio::test]
async fn i4_what_could_not_be_marked_as_sent_is_given_up_and_says_so() {
    let (told, _listening) = Told::listen();
    let world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    refuse(&world, "'sent', 'succeeded', 'failed', 'unknown'").await;
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    often(&told, "an outcome could not be stored").await;
    assert_eq!(world.operation(id).await.state, Intended);
    sql(&world, "DROP TRIGGER full").await;
    let end = world.ended(id).await;
    assert_eq!(end.state, Failed, "{end:?}");
    assert!(end.message.contains("Nothing was sent"), "{end:?}");
    assert_eq!(writes_about(&world.providers.elastis, &server.key), 0);
    switch(&access, new_id(), &server.key, PowerAction::Stop).await.unwrap();
}

#[tokio::test]
async fn i3_a_database_that_does_not_answer_for_a_while_does_not_end_reading() {
    let (told, _listening) = Told::listen();
    let world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    let control = world.providers.elastis.control();
    let stop = |kind| Fault::new("/user-resource/vm/stop", kind).on("POST");
    control.inject(stop(FaultKind::Held));
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    switch(&access, id, &server.key, PowerAction::Stop).await.unwrap();
    until("it is sent", || std::future::ready((control.held() == 1).then_some(()))).await;
    sql(&world, "ALTER TABLE credentials RENAME TO credentials_away").await;
    control.replace_faults([stop(FaultKind::Cut).after_work()]);
    until("reading fails for want of the database", || {
        std::future::ready(
            (told.times("a server could not be read, for the database failed") >= 2).then_some(()),
        )
    })
    .await;
    let row = world.operation(id).await;
    assert_eq!(row.state, Unknown);
    assert!(!row.message.contains("reading cannot tell"), "{row:?}");
    sql(&world, "ALTER TABLE credentials_away RENAME TO credentials").await;
    let end = world.ended(id).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(end.message.starts_with("Confirmed by reading"), "{end:?}");
}
