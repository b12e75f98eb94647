//! One act on several servers: one plan, one operation each, one refused item that stops nobody.

use backend::Confirmed;
use domain::ErrorKind;
use domain::operation::OperationState::{Failed, Succeeded};
use domain::policy::Role;
use simulators::{Fault, FaultKind};

use super::confirmed;
use crate::world::{World, fast, until};

#[tokio::test(flavor = "multi_thread")]
async fn one_that_cannot_be_stopped_stops_nobody_else() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Operator).await;
    let mut on = Vec::new();
    for name in ["web-01", "ci-runner", "shop-web", "shop-backend"] {
        on.push(world.server_named(name).await);
    }
    let plan = person.plan("server.stop", &on, &[]).await;
    assert_eq!((plan.verb.as_str(), plan.possible(), plan.items.len()), ("Stop 3 of 4 servers", 3, 4));
    let refused: Vec<_> = plan.items.iter().filter(|item| item.refusal.is_some()).collect();
    assert_eq!((refused.len(), refused[0].name.as_str()), (1, "ci-runner"));
    assert_eq!(plan.requests.len(), 3, "{plan:?}");

    let begun = person.confirm("server.stop", &on, &plan).await.unwrap();
    assert!(begun.batch && begun.text.starts_with("Stopping 3 of 4 servers."), "{begun:?}");
    assert!(begun.text.contains("ci-runner (The server is stopped already.)"), "{begun:?}");
    assert_eq!(begun.href, format!("/servers?batch={}", plan.operation));
    let acts = world.backend.access(&person.actor).acts().unwrap();
    let view = until("all three are over", || async {
        let view = acts.batch(plan.operation).await.unwrap();
        (view.running == 0).then_some(view)
    })
    .await;
    assert_eq!((view.succeeded, view.failed, view.unknown), (3, 0, 0), "{view:?}");
    assert_eq!(view.title, "Stop 3 servers");
    assert!(view.items.iter().all(|item| item.state == Succeeded));

    // The same confirmation again: the same operations, nothing sent.
    let writes = || world.providers.all().map(|(_, simulator)| simulator.control().writes());
    let before = writes();
    assert_eq!(before, [1, 1, 1]);
    let again = person.confirm("server.stop", &on, &plan).await.unwrap();
    assert_eq!((again.id, again.done), (begun.id, true));
    assert_eq!(writes(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_comes_first_in_the_result() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let control = world.providers.elastis.control();
    control.inject(Fault::new(
        "/user-resource/vm/stop",
        FaultKind::Answer { status: 400, body: r#"{"message":"Not today"}"#.to_owned() },
    ));
    let on = [world.server_named("web-01").await, world.server_named("shop-backend").await];
    let plan = person.plan("server.stop", &on, &[]).await;
    let begun = person.confirm("server.stop", &on, &plan).await.unwrap();
    let acts = world.backend.access(&person.actor).acts().unwrap();
    let view = until("both are over", || async {
        let view = acts.batch(begun.id).await.unwrap();
        (view.running == 0).then_some(view)
    })
    .await;
    assert_eq!((view.succeeded, view.failed), (1, 1));
    assert_eq!((view.items[0].name.as_str(), view.items[0].state), ("shop-backend", Failed));
    assert!(view.items[0].message.contains("Not today"), "{view:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_several_wants_the_deed_and_the_number() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let on = [
        world.server_named("web-01").await,
        world.server_named("web-02").await,
        world.server_named("shop-db").await,
    ];
    let plan = person.plan("server.delete", &on, &[]).await;
    assert_eq!(plan.confirm.typed, "delete 3 servers");
    let wrong = Confirmed { typed: "web-01".to_owned(), ..confirmed("server.delete", &on, &plan) };
    let error = person.run(wrong).await.unwrap_err();
    assert_eq!((error.public().kind, error.public().field.as_deref()), (ErrorKind::Invalid, Some("typed")));
    let begun = person.confirm("server.delete", &on, &plan).await.unwrap();
    let acts = world.backend.access(&person.actor).acts().unwrap();
    until("all are gone", || async { (acts.batch(begun.id).await.unwrap().succeeded == 3).then_some(()) })
        .await;
    until("the list shows them no more", || async { (world.list("").await.total == 20).then_some(()) }).await;
    // Confirmed once more, when none of them is there any more.
    let again = person.confirm("server.delete", &on, &plan).await.unwrap();
    assert_eq!((again.id, again.text.as_str()), (begun.id, "Deleting 3 servers"));
    assert_eq!(world.providers.idcloudhost.control().writes(), 2);
    assert_eq!(world.providers.virtua.control().writes(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deed_and_the_button_count_what_can_be_done() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let on = [
        world.server_named("web-01").await,
        world.server_named("web-02").await,
        world.server_named("shop-db").await,
    ];
    assert!(person.done("server.lock", &on[0], &[("reason", "Audit")]).await.message.contains("ocked"));
    let plan = person.plan("server.delete", &on, &[]).await;
    assert_eq!(
        (plan.verb.as_str(), plan.confirm.typed.as_str()),
        ("Delete 2 of 3 servers", "delete 2 servers")
    );
    // One more cannot be deleted by the time it is confirmed: what was read is not what would happen.
    person.done("server.lock", &on[1], &[("reason", "")]).await;
    let error = person.confirm("server.delete", &on, &plan).await.unwrap_err();
    assert_eq!(error.public().field.as_deref(), Some("typed"));
    assert!(error.public().message.contains("delete 1 server"), "{error:?}");
    let writes: usize = world.providers.all().map(|(_, simulator)| simulator.control().writes()).iter().sum();
    assert_eq!(writes, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_for_many_reads_nothing_server_by_server_and_adds_up_what_can_be_added() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let reads = || {
        let logs = world.providers.all().map(|(_, simulator)| simulator.control().log());
        logs.iter().flatten().filter(|entry| entry.path.ends_with("/replica")).count()
    };
    let all: Vec<_> = world.list("").await.rows.into_iter().map(|row| row.key).collect();
    let sheet = person.ask("server.delete", &all, &[], true).await;
    let plan = sheet.plan.unwrap();
    assert_eq!((plan.items.len(), plan.confirm.typed.as_str(), reads()), (23, "delete 23 servers", 0));
    assert_eq!(plan.price, None, "rupiah and euro are not added");
    assert!(plan.cost.len() < 200, "said once: {}", plan.cost);
    assert!(plan.requests.last().unwrap().starts_with("DELETE "), "{:?}", plan.requests);

    let two = [world.server_named("web-01").await, world.server_named("web-02").await];
    let plan = person.plan("server.delete", &two, &[]).await;
    let price = plan.price.unwrap();
    let digits =
        |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u64>().unwrap();
    assert!(digits(&price.month) > 0, "their addresses are kept: {price:?}");
    let one = person.plan("server.delete", &two[..1], &[]).await.price.unwrap();
    let (both, one) =
        (digits(price.month_before.as_ref().unwrap()), digits(one.month_before.as_ref().unwrap()));
    assert!(both.abs_diff(2 * one) <= 1, "added before they are rounded: {both}, {one}");
}

#[tokio::test(flavor = "multi_thread")]
async fn i5_a_plan_that_was_confirmed_is_not_confirmed_for_other_servers() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Operator).await;
    let on = [world.server_named("web-01").await, world.server_named("shop-backend").await];
    for (first, second) in [(&on[..1], &on[..]), (&on[..], &on[1..])] {
        let plan = person.plan("server.restart", first, &[]).await;
        person.confirm("server.restart", first, &plan).await.unwrap();
        until("all of it is over", || async {
            let acts = world.backend.access(&person.actor).acts().unwrap();
            let view = acts.batch(plan.operation).await.unwrap();
            (view.running == 0).then_some(())
        })
        .await;
        let writes = || world.providers.all().map(|(_, simulator)| simulator.control().writes());
        let before = writes();
        let error = person.confirm("server.restart", second, &plan).await.unwrap_err();
        assert_eq!(error.public().kind, ErrorKind::Conflict, "{error:?}");
        assert_eq!(writes(), before);
    }
}
