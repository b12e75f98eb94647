//! Servers that are made or deleted while the answer is lost: found by reading, never sent twice.

use domain::act::Ask;
use domain::operation::OperationState::{Failed, Succeeded};
use domain::provider::Brand;
use domain::view::{OperationRow, ServerRow};
use simulators::{Fault, FaultKind};

use crate::asked::confirmed;
use crate::world::{World, fast, until};

/// Confirms while the request's answer is lost, with or without the work done.
async fn lost(world: &World, method: &str, asked: backend::Confirmed, work_done: bool) -> OperationRow {
    let fault = Fault::new("/user-resource/vm", FaultKind::Cut).on(method);
    let control = world.providers.elastis.control();
    control.inject(if work_done { fault.after_work() } else { fault });
    let before = control.writes();
    let id = world.confirm(asked).await;
    let end = world.ended_unknown_first(id).await;
    assert_eq!(control.writes() - before, 1, "sent once: {end:?}");
    end
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_a_copy_whose_answer_is_lost_is_found_by_its_name() {
    let world = World::start(fast()).await.owned().await;
    let server = world.server(Brand::Elastis, "stopped").await;
    let control = world.providers.elastis.control();
    let asked = |name: &str| confirmed("server.clone", &[&server.key], &[("name", name)]);

    let end = lost(&world, "POST", asked("copy-a"), true).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(end.message.starts_with("Confirmed by reading: copy-a is there"), "{end:?}");
    let made = control.server("copy-a").unwrap();
    assert_eq!(end.made.map(|key| key.id.0), Some(made.id));
    assert_eq!(control.servers().iter().filter(|server| server.name == "copy-a").count(), 1);
    assert_eq!(world.named("copy-a").await.brand, Brand::Elastis);

    let end = lost(&world, "POST", asked("copy-b"), false).await;
    assert_eq!((end.state, &end.made), (Failed, &None), "{end:?}");
    assert!(end.message.contains("The clone did not happen"), "{end:?}");
    assert!(control.server("copy-b").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_a_new_server_whose_answer_is_lost_is_found_and_gets_its_tags() {
    let world = World::start(fast()).await.owned().await;
    let control = world.providers.elastis.control();
    let elastis = world.server(Brand::Elastis, "running").await.key;
    let credential = elastis.credential.to_string();
    let fields = world
        .filled_in(
            "server.create",
            &[
                ("credential", credential.as_str()),
                ("location", &elastis.location),
                ("image", "ubuntu"),
                ("name", "fresh-1"),
                ("username", "ops"),
                ("tags", "new"),
            ],
        )
        .await;
    let asked = || backend::Confirmed {
        fields: fields.clone(),
        password: Some("Canary-7f3b9d2e".into()),
        ..confirmed("server.create", &[], &[])
    };
    let end = lost(&world, "POST", asked(), true).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(end.message.starts_with("Confirmed by reading: fresh-1 is there"), "{end:?}");
    let made = control.server("fresh-1").unwrap();
    assert_eq!(end.made.as_ref().map(|key| &key.id.0), Some(&made.id));
    assert_eq!(control.servers().iter().filter(|server| server.name == "fresh-1").count(), 1);
    let row = world.named("fresh-1").await;
    assert_eq!(Some(row.key), end.made);
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_a_deletion_whose_answer_is_lost_is_settled_by_the_servers_absence() {
    let world = World::start(fast()).await.owned().await;
    let control = world.providers.elastis.control();
    let server = world.server(Brand::Elastis, "running").await;
    let asked = || backend::Confirmed {
        typed: server.name.clone(),
        ..confirmed("server.delete", &[&server.key], &[])
    };
    let tag = confirmed("server.tag", &[&server.key], &[("tags", "precious")]);
    let tagged = world.confirm(tag).await;
    assert_eq!(world.operation(tagged).await.state, Succeeded, "at once: nothing is sent");
    let end = lost(&world, "DELETE", asked(), false).await;
    assert_eq!(end.state, Failed, "{end:?}");
    assert!(end.message.contains("The deletion did not happen: the server is still"), "{end:?}");
    assert!(control.server(&server.key.id.0).is_some());

    let end = lost(&world, "DELETE", asked(), true).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(end.message.starts_with("Confirmed by reading: the server is"), "{end:?}");
    until("the server has left the list", || async {
        let rows = world.list(&server.name).await.rows;
        rows.iter().all(|row| row.key != server.key).then_some(())
    })
    .await;
}

/// Virtua answers before it works, and shows the work as a state of its own.
#[tokio::test(flavor = "multi_thread")]
async fn i3_a_change_of_plan_whose_answer_is_lost_is_settled_by_the_plan_that_is_read() {
    let world = World::start(fast()).await.owned().await;
    let control = world.providers.virtua.control();
    let rows = world.list("provider:virtua status:running").await.rows;
    // Windows has plans of its own.
    let windows = |row: &ServerRow| row.plan.as_deref().unwrap_or_default().contains("WIN");
    let server = rows.into_iter().find(|row| !windows(row)).unwrap();
    let acts = world.backend.access(&world.actor);
    let acts = acts.acts().unwrap();
    let ask = Ask { act: "server.resize".to_owned(), on: vec![server.key.clone()], ..Ask::default() };
    let plan = until("plans are offered", || async {
        let form = acts.ask(&ask).await.unwrap().form?;
        let mut fields = form.sections.into_iter().flat_map(|section| section.fields);
        let offered = fields.find(|field| field.name == "plan")?.choices;
        let other =
            |choice: &domain::act::Choice| choice.refusal.is_none() && !choice.note.contains("present");
        offered.into_iter().rev().find(other).map(|choice| choice.value)
    })
    .await;
    let asked = || confirmed("server.resize", &[&server.key], &[("plan", &plan)]);
    let lost = |work_done| {
        let fault = Fault::new("", FaultKind::Cut).on("POST");
        control.inject(if work_done { fault.after_work() } else { fault });
        let (before, world) = (control.writes(), &world);
        async move {
            let id = world.confirm(asked()).await;
            let end = world.ended_unknown_first(id).await;
            assert_eq!(control.writes() - before, 1, "sent once: {end:?}");
            end
        }
    };
    let end = lost(false).await;
    assert_eq!(end.state, Failed, "{end:?}");
    assert!(end.message.contains("did not happen: the server still has"), "{end:?}");
    let end = lost(true).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    assert!(end.message.starts_with("Confirmed by reading: the server has"), "{end:?}");
}
