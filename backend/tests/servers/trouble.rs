//! A database that fails for a while, as with a full disk: operations wait for it and go on by themselves.

use domain::operation::OperationState::{Succeeded, Unknown};
use domain::power::PowerAction;
use domain::provider::Brand;
use simulators::{Fault, FaultKind};

use crate::told::Told;
use crate::world::{World, fast, new_id, until, writes_about};

async fn sql(world: &World, statement: &str) {
    let mut tx = world.backend.db().write().await.unwrap();
    sqlx::query(statement).execute(tx.conn()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn i3_a_database_that_does_not_answer_for_a_while_does_not_end_reading() {
    let (told, _listening) = Told::listen();
    let world = World::start(fast()).await;
    let server = world.server(Brand::Elastis, "running").await;
    let control = world.providers.elastis.control();
    control.inject(Fault::new("/user-resource/vm/stop", FaultKind::Cut).on("POST").after_work());
    let (id, access) = (new_id(), world.backend.access(&world.actor));
    let power = access.power().unwrap();
    power.run(id, &server.key, PowerAction::Stop).await.unwrap();
    until("it is sent", || {
        std::future::ready((writes_about(&world.providers.elastis, &server.key) > 0).then_some(()))
    })
    .await;
    sql(&world, "ALTER TABLE credentials RENAME TO credentials_away").await;
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
