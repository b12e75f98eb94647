//! A server of one name is made once: while nobody knows whether it was, none of that name is made again.

use std::time::Duration;

use backend::{Confirmed, OperationPace, RefreshConfig};
use domain::ErrorKind;
use domain::act::{Ask, Fields, Plan, Sheet};
use domain::operation::OperationState::{Failed, Succeeded, Unknown};
use domain::provider::Brand;
use simulators::{Fault, FaultKind};

use crate::asked::confirmed;
use crate::world::{World, eager, fast, new_id, until};

/// What nobody finds stays unknown.
async fn patient() -> World {
    let operations = OperationPace { not_done_after: Duration::from_secs(3600), ..eager().operations };
    let world = World::begin(fast(), RefreshConfig { operations, ..eager() }).await.owned().await;
    world.settled().await;
    world.families_read().await;
    world
}

impl World {
    async fn new_server(&self, brand: Brand, given: &[(&str, &str)]) -> Fields {
        let key = self.server(brand, "running").await.key;
        let credential = key.credential.to_string();
        let mut all = vec![("credential", credential.as_str())];
        if brand != Brand::Virtua {
            all.push(("location", key.location.as_str()));
        }
        all.extend(given);
        let mut fields = self.filled_in("server.create", &all).await;
        fields.0.retain(|(name, _)| given.iter().all(|(known, _)| known != name));
        given.iter().for_each(|(name, value)| fields.push(name, *value));
        fields
    }

    async fn answer(&self, act: &str, on: &[domain::ids::ServerKey], fields: &Fields) -> Sheet {
        let ask = Ask { act: act.to_owned(), on: on.to_vec(), fields: fields.clone(), review: true };
        until("there is a plan, or a form that is complete", || async {
            let sheet = self.backend.access(&self.actor).acts().unwrap().ask(&ask).await.unwrap();
            sheet.form.as_ref().is_none_or(|form| !form.fetching).then_some(sheet)
        })
        .await
    }

    async fn plan_to_create(&self, fields: &Fields) -> Plan {
        let sheet = self.answer("server.create", &[], fields).await;
        sheet.plan.unwrap_or_else(|| panic!("{:#?}", sheet.form))
    }
}

fn confirming(plan: &Plan) -> Confirmed {
    Confirmed {
        operation: plan.operation,
        fields: plan.fields.clone(),
        password: (!plan.secrets.is_empty()).then(|| "Canary-7f3b9d2e".into()),
        ..confirmed("server.create", &[], &[])
    }
}

/// What the form says beside a field.
fn beside(sheet: &Sheet, field: &str) -> String {
    let sections = sheet.form.iter().flat_map(|form| &form.sections);
    let found = sections.flat_map(|section| &section.fields).find(|known| known.name == field);
    found.and_then(|field| field.error.clone()).unwrap_or_else(|| panic!("{sheet:#?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_while_nobody_knows_of_one_no_other_of_its_name_is_made() {
    let world = patient().await;
    let control = world.providers.elastis.control();
    let acts = world.backend.access(&world.actor);
    let acts = acts.acts().unwrap();
    let fields = world
        .new_server(Brand::Elastis, &[("image", "ubuntu"), ("name", "fresh"), ("username", "ops")])
        .await;
    let (first, early) = (world.plan_to_create(&fields).await, world.plan_to_create(&fields).await);
    control.inject(Fault::new("/user-resource/vm", FaultKind::Cut).on("POST"));
    acts.run(confirming(&first)).await.unwrap();
    world.operation_in(first.operation, &[Unknown]).await;

    // A plan that was read before, and one that is asked for now.
    let error = acts.run(confirming(&early)).await.unwrap_err();
    assert_eq!((error.public().kind, error.public().field.as_deref()), (ErrorKind::Conflict, Some("name")));
    assert!(error.public().message.contains("whether fresh was made here already"), "{error:?}");
    assert!(error.public().message.contains("Settle that first"), "{error:?}");
    let again = world.answer("server.create", &[], &fields).await;
    assert!(again.plan.is_none() && beside(&again, "name").contains("Settle that first"), "{again:?}");
    // Among several, and as a copy, it is the same name.
    let mut several = fields.clone();
    several.0.retain(|(name, _)| name != "name" && name != "count");
    several.push("name", "FRESH");
    several.push("count", "1");
    assert!(world.answer("server.create", &[], &several).await.plan.is_none());
    let source = world.server(Brand::Elastis, "stopped").await.key;
    let copy = world
        .answer("server.clone", std::slice::from_ref(&source), &[("name", "fresh")].into_iter().collect())
        .await;
    assert!(beside(&copy, "name").contains("Settle that first"), "{copy:?}");
    // Another name goes on, and the first result is given to whoever asks again.
    let other = world.answer("server.clone", &[source], &[("name", "fresher")].into_iter().collect()).await;
    assert!(other.plan.unwrap().ready());
    assert_eq!(acts.run(confirming(&first)).await.unwrap().id, first.operation);
    assert_eq!(control.writes(), 1);

    world.backend.access(&world.actor).power().unwrap().settle(first.operation, false).await.unwrap();
    let plan = world.plan_to_create(&fields).await;
    acts.run(confirming(&plan)).await.unwrap();
    assert_eq!(world.ended(plan.operation).await.state, Succeeded);
    assert_eq!(control.writes(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_two_plans_of_one_name_at_once_make_one_server() {
    let world = patient().await;
    let acts = world.backend.access(&world.actor);
    let acts = acts.acts().unwrap();
    let fields = world
        .new_server(Brand::Elastis, &[("image", "ubuntu"), ("name", "fresh"), ("username", "ops")])
        .await;
    let (one, two) = (world.plan_to_create(&fields).await, world.plan_to_create(&fields).await);
    world.providers.elastis.control().inject(Fault::new("/user-resource/vm", FaultKind::Cut).on("POST"));
    let (a, b) = tokio::join!(acts.run(confirming(&one)), acts.run(confirming(&two)));
    let lost = match (a, b) {
        (Ok(_), Err(lost)) | (Err(lost), Ok(_)) => lost,
        both => panic!("{both:?}"),
    };
    assert_eq!(lost.public().kind, ErrorKind::Conflict, "{lost:?}");
    let id = if acts.batch(one.operation).await.is_ok() { one.operation } else { two.operation };
    world.operation_in(id, &[Unknown]).await;
    assert_eq!(world.providers.elastis.control().writes(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_one_without_a_name_is_settled_before_another_without_a_name() {
    let world = patient().await;
    let control = world.providers.virtua.control();
    let acts = world.backend.access(&world.actor);
    let acts = acts.acts().unwrap();
    let given = [("location", "fra01de"), ("image", "ubuntu-24.04-64"), ("plan", "vcs-4-ryzen.fra01de")];
    let fields = world.new_server(Brand::Virtua, &given).await;
    let (first, early) = (world.plan_to_create(&fields).await, world.plan_to_create(&fields).await);
    control.inject(Fault::new("", FaultKind::Cut).on("POST"));
    acts.run(confirming(&first)).await.unwrap();
    world.operation_in(first.operation, &[Unknown]).await;
    let error = acts.run(confirming(&early)).await.unwrap_err();
    assert_eq!(
        (error.public().kind, error.public().field.as_deref()),
        (ErrorKind::Conflict, Some("hostname"))
    );
    let again = world.answer("server.create", &[], &fields).await;
    assert!(beside(&again, "hostname").contains("or enter a host name"), "{again:?}");
    assert_eq!(control.writes(), 1);

    let mut named = fields.clone();
    named.0.retain(|(name, _)| name != "hostname");
    named.push("hostname", "shop.example.com");
    let plan = world.plan_to_create(&named).await;
    acts.run(Confirmed { operation: new_id(), ..confirming(&plan) }).await.unwrap();
    until("it was sent", || std::future::ready((control.writes() == 2).then_some(()))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_of_one_plan_do_not_stand_in_each_others_way() {
    let world = patient().await;
    let control = world.providers.virtua.control();
    let acts = world.backend.access(&world.actor);
    let acts = acts.acts().unwrap();
    let given = [
        ("location", "fra01de"),
        ("image", "ubuntu-24.04-64"),
        ("plan", "vcs-4-ryzen.fra01de"),
        ("count", "2"),
    ];
    let fields = world.new_server(Brand::Virtua, &given).await;
    let plan = world.plan_to_create(&fields).await;
    control.inject(Fault::new("", FaultKind::Cut).on("POST").always());
    let begun = acts.run(confirming(&plan)).await.unwrap();
    assert!(begun.batch && !begun.text.contains("Left out"), "{begun:?}");
    let view = until("both were sent", || async {
        let view = acts.batch(plan.operation).await.unwrap();
        assert!(view.items.iter().all(|item| item.state != Failed), "{view:?}");
        (view.unknown == 2).then_some(view)
    })
    .await;
    assert_eq!((view.items.len(), control.writes()), (2, 2));
}
