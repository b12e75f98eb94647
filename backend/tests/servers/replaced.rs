//! A key is replaced by one of the same account, or not at all.

use std::time::Duration;

use backend::Confirmed;
use domain::act::Ask;
use domain::ids::{CredentialId, OperationId};
use domain::operation::OperationState::{Failed, Unknown};
use domain::provider::Brand;
use domain::view::ServerRow;
use domain::{ErrorKind, Timestamp};
use simulators::{Control, Fault, FaultKind};

use crate::asked::confirmed;
use crate::world::{World, eager, fast, until};

const NEW_KEY: &str = "the-key-of-somebody";

/// The owner looks at Elastis, and what is not known stays so.
async fn world() -> World {
    let mut refresh = eager();
    refresh.operations.reconcile_every = Duration::from_secs(3600);
    refresh.operations.reconcile_max = Duration::from_secs(3600);
    let world = World::begin(fast(), refresh).await.owned().await;
    world.settled().await;
    // The demo's keys come without a holder; the same key put in once more has one.
    let key = world.server(Brand::Elastis, "running").await.key.credential;
    let access = world.backend.access(&world.actor);
    let demo_key = world.providers.elastis.kind().demo_key();
    let before = read_at(&world).await;
    access.manage_credentials().unwrap().replace(key, demo_key.into()).await.unwrap();
    until("its servers are read anew", || async { (read_at(&world).await > before).then_some(()) }).await;
    world.settled().await;
    world
}

/// When Elastis' servers were read last.
async fn read_at(world: &World) -> Option<Timestamp> {
    world.list("provider:elastis").await.rows.first().and_then(|row| row.taken_at)
}

/// The next one who asks whose the key is hears of somebody else. The key in use is not accepted by then.
fn holder() -> Fault {
    let body = r#"{"id":7,"name":"else@example.com"}"#.to_owned();
    Fault::new("/user-resource/user", FaultKind::Answer { status: 200, body })
}

fn no_servers() -> Fault {
    let body = "[]".to_owned();
    Fault::new("/user-resource/vm/list", FaultKind::Answer { status: 200, body }).always()
}

/// From here on the simulator is another account of the same provider, without servers.
fn become_another_account(control: &Control) {
    control.set_key(NEW_KEY);
    control.inject(holder());
    control.inject(no_servers());
}

/// A deletion whose request was cut off before anything was done.
async fn cut_deletion(world: &World, server: &ServerRow) -> OperationId {
    let control = world.providers.elastis.control();
    control.inject(Fault::new("/user-resource/vm", FaultKind::Cut).on("DELETE"));
    let asked = confirmed("server.delete", &[&server.key], &[]);
    let ask =
        Ask { act: asked.act.clone(), on: asked.on.clone(), fields: asked.fields.clone(), review: true };
    let access = world.backend.access(&world.actor);
    let acts = access.acts().unwrap();
    let plan = until("its plan can be made", || async { acts.ask(&ask).await.unwrap().plan }).await;
    let before = read_at(world).await;
    let id = world.confirm(Confirmed { typed: plan.confirm.typed, ..asked }).await;
    world.operation_in(id, &[Unknown]).await;
    // So that nothing is read any more when the simulator turns into another account.
    until("the servers are read anew", || async { (read_at(world).await > before).then_some(()) }).await;
    id
}

/// The last characters of the key that is stored.
async fn last_four(world: &World, id: CredentialId) -> String {
    let page = world.backend.access(&world.actor).credentials().unwrap().page().await.unwrap();
    page.rows.into_iter().find(|row| row.id == id).unwrap().last_four
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_another_accounts_key_does_not_settle_what_is_not_known() {
    let world = world().await;
    let server = world.server(Brand::Elastis, "stopped").await;
    let key = server.key.credential;
    world.mark("server.tag", std::slice::from_ref(&server.key), &[("tags", "kept")]).await;
    let deletion = cut_deletion(&world, &server).await;
    let (control, before) = (world.providers.elastis.control(), last_four(&world, key).await);
    become_another_account(control);

    let access = world.backend.access(&world.actor);
    let manager = access.manage_credentials().unwrap();
    let refused = manager.replace(key, NEW_KEY.into()).await.unwrap_err();
    assert_eq!(refused.public().kind, ErrorKind::Conflict);
    for words in ["else@example.com", "1 operation with the key in use is not settled", "nothing was changed"]
    {
        assert!(refused.public().message.contains(words), "{words}: {refused:?}");
    }
    assert_eq!(last_four(&world, key).await, before);
    assert_eq!(world.operation(deletion).await.state, Unknown);

    // Whose it is cannot be told.
    control.clear_faults();
    control.inject(Fault::new("/user-resource/user", FaultKind::ServerError));
    let refused = manager.replace(key, NEW_KEY.into()).await.unwrap_err();
    assert_eq!(refused.public().kind, ErrorKind::Conflict);
    assert!(refused.public().message.contains("does not tell"), "{refused:?}");
    // The same account, of which the new key sees a part.
    control.clear_faults();
    control.inject(no_servers());
    let refused = manager.replace(key, NEW_KEY.into()).await.unwrap_err();
    assert_eq!(refused.public().kind, ErrorKind::Conflict);
    assert!(refused.public().message.contains("does not see 4 of the servers"), "{refused:?}");
    assert_eq!(world.operation(deletion).await.state, Unknown);

    // The same account, seen whole: what is not known can be settled with it.
    control.clear_faults();
    manager.replace(key, NEW_KEY.into()).await.unwrap();
    assert_eq!(last_four(&world, key).await, "body");
    assert_eq!(world.operation(deletion).await.state, Unknown);
    let power = access.power().unwrap();
    assert_eq!(power.settle(deletion, false).await.unwrap().state, Failed);
    assert_eq!(world.server(Brand::Elastis, "stopped").await.tags, ["kept"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_accounts_key_is_another_key() {
    let world = world().await;
    let key = world.server(Brand::Elastis, "running").await.key.credential;
    let control = world.providers.elastis.control();
    become_another_account(control);
    let access = world.backend.access(&world.actor);
    let manager = access.manage_credentials().unwrap();
    let before = last_four(&world, key).await;
    let refused = manager.replace(key, NEW_KEY.into()).await.unwrap_err();
    assert_eq!((refused.public().kind, refused.public().field.as_deref()), (ErrorKind::Invalid, Some("key")));
    for words in ["of else@example.com", "of demo@example.com", "Add it as a new key instead"] {
        assert!(refused.public().message.contains(words), "{words}: {refused:?}");
    }
    assert_eq!(last_four(&world, key).await, before);

    // The holder has another address by now, and the servers are the same.
    control.clear_faults();
    control.inject(holder());
    manager.replace(key, NEW_KEY.into()).await.unwrap();
    assert_eq!(last_four(&world, key).await, "body");
}
