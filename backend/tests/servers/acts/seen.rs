//! What is confirmed is what was read: whatever changed since is said, and nothing is sent.

use backend::{BackendError, Confirmed};
use domain::ErrorKind;
use domain::act::PLAN_WAS;
use domain::ids::ServerKey;
use domain::operation::OperationState::Succeeded;
use domain::policy::Role;
use domain::provider::Brand;

use super::{Person, confirmed, fields};
use crate::world::{World, fast, new_id, until};

/// The error of a plan that is no longer what was read; nothing was sent.
fn is_changed(world: &World, error: &BackendError, name: &str) {
    let public = error.public();
    assert_eq!((public.kind, public.field.as_deref()), (ErrorKind::Conflict, Some(PLAN_WAS)), "{error:?}");
    assert!(
        public.message.starts_with(name) && public.message.ends_with("Read the plan again."),
        "{error:?}"
    );
    assert_eq!(world.providers.all().map(|(_, simulator)| simulator.control().writes()), [0; 3]);
}

impl Person<'_> {
    /// Has the server read until its page says so.
    async fn sees_disks(&self, server: &ServerKey, count: usize) {
        let reader = self.world.backend.access(&self.actor);
        until("the disks are read", || async {
            reader.servers().unwrap().refresh(Some(server)).await.unwrap();
            let parts = self.detail(server).await.parts;
            let disks = parts.into_iter().find(|part| part.id == "disks").unwrap();
            (disks.rows.len() == count).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_came_after_the_plan_does_not_die_with_it() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let control = world.providers.idcloudhost.control();
    for several in [false, true] {
        let mut on = vec![world.server_named("web-01").await];
        if several {
            on.push(world.server_named("web-02").await);
        }
        let disks = person.detail(&on[0]).await.parts.into_iter().find(|part| part.id == "disks").unwrap();
        let plan = person.plan("server.delete", &on, &[]).await;
        assert!(control.add_disk(&on[0].id.0, 50));
        person.sees_disks(&on[0], disks.rows.len() + 1).await;
        let error = person.confirm("server.delete", &on, &plan).await.unwrap_err();
        is_changed(&world, &error, "web-01 has changed since this plan was made: nothing was sent.");
        let again = person.plan("server.delete", &on, &[]).await;
        assert_eq!(again.dies.len(), plan.dies.len() + 1, "{again:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_out_of_a_batch_does_not_take_the_place_of_what_was_in_it() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let on = [
        world.server_named("web-01").await,
        world.server_named("web-02").await,
        world.server_named("shop-db").await,
    ];
    person.done("server.lock", &on[2], &[("reason", "Audit")]).await;
    let plan = person.plan("server.delete", &on, &[]).await;
    assert_eq!(plan.confirm.typed, "delete 2 servers");
    person.done("server.unlock", &on[2], &[]).await;
    person.done("server.lock", &on[1], &[("reason", "Audit")]).await;
    let error = person.confirm("server.delete", &on, &plan).await.unwrap_err();
    is_changed(&world, &error, "shop-db has changed");

    // Only switched, and still: what the plan left out stays out.
    let plan = person.plan("server.stop", &on, &[]).await;
    person.done("server.unlock", &on[1], &[]).await;
    let error = person.confirm("server.stop", &on, &plan).await.unwrap_err();
    is_changed(&world, &error, "web-02 has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_is_another_server() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let on = [world.server_named("web-01").await, world.server_named("ci-runner").await];
    let plan = person.plan("server.delete", &on, &[]).await;
    person.done("server.rename", &on[0], &[("name", "web-live")]).await;
    assert_eq!(world.named("web-live").await.key, on[0]);
    let error = person.confirm("server.delete", &on, &plan).await.unwrap_err();
    assert!(error.public().message.starts_with("web-live has changed"), "{error:?}");
    assert_eq!(world.providers.idcloudhost.control().writes(), 1, "the rename");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_rose_is_read_before_it_is_paid() {
    let world = World::start(fast()).await.owned().await;
    let person = world.person(Role::Owner).await;
    let key = world.server(Brand::Elastis, "running").await.key;
    let server = world.list("provider:elastis status:running").await.rows.remove(0).name;
    let credential = key.credential.to_string();
    let given = [
        ("credential", credential.as_str()),
        ("location", &key.location),
        ("image", "ubuntu"),
        ("name", "fresh-1"),
        ("username", "ops"),
    ];
    let filled = world.filled_in("server.create", &given).await;
    let filled: Vec<(&str, &str)> =
        filled.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let created = person.plan("server.create", &[], &filled).await;
    let on = [key.clone()];
    let grown = person.plan("disk.add", &on, &[("size_gib", "20")]).await;

    let prices = || world.backend.inventory().facts(key.credential).unwrap().prices.value.unwrap();
    let before = prices();
    assert!(world.providers.elastis.control().double_prices());
    until("the prices are read", || async {
        let location = key.location.as_str();
        world.backend.inventory().refresh_families(
            key.credential,
            location,
            &[domain::capability::Family::Pricing],
        );
        (prices() != before).then_some(())
    })
    .await;
    let error = person.confirm("server.create", &[], &created).await.unwrap_err();
    is_changed(&world, &error, "What is on offer, or what it costs, has changed");
    let error = person.confirm("disk.add", &on, &grown).await.unwrap_err();
    is_changed(&world, &error, &format!("{server} has changed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_as_it_was_goes_through_however_often_it_was_read_meanwhile() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let on = [world.server_named("web-01").await, world.server_named("shop-db").await];
    let plan = person.plan("server.delete", &on, &[]).await;
    for key in &on {
        // Every list is read anew, and every age is another.
        let before = person.detail(key).await.row.taken_at;
        until("it is read anew", || async {
            world.backend.access(&person.actor).servers().unwrap().refresh(Some(key)).await.unwrap();
            (person.detail(key).await.row.taken_at != before).then_some(())
        })
        .await;
    }
    let again = person.plan("server.delete", &on, &[]).await;
    assert_eq!(again.fields, plan.fields, "the same was read");
    let begun = person.confirm("server.delete", &on, &plan).await.unwrap();
    let acts = world.backend.access(&person.actor).acts().unwrap();
    until("both are gone", || async { (acts.batch(begun.id).await.unwrap().succeeded == 2).then_some(()) })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_destroys_or_pays_without_a_plan() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let on = [world.server_named("web-01").await];
    let stopped = [world.server_named("ci-runner").await];
    for (act, on, given) in [
        ("server.delete", &on, &[][..]),
        ("server.force_stop", &on, &[]),
        ("snapshot.create", &on, &[]),
        ("disk.add", &on, &[("size_gib", "20")]),
        ("server.clone", &stopped, &[("name", "copy")]),
    ] {
        let plan = person.plan(act, on, given).await;
        let blind = Confirmed { fields: fields(given), ..confirmed(act, on, &plan) };
        let error = person.run(blind).await.unwrap_err();
        assert_eq!(error.public().kind, ErrorKind::Conflict, "{act}: {error:?}");
        assert!(error.public().message.contains("Read the plan first"), "{act}: {error:?}");
        // The plan of another act is no plan of this one.
        let other = person.plan("server.tag", on, &[("tags", "web")]).await;
        let mut swapped = confirmed(act, on, &plan);
        swapped.fields.0.retain(|(name, _)| name != PLAN_WAS);
        swapped.fields.push(PLAN_WAS, other.fields.raw(PLAN_WAS).unwrap());
        let error = person.run(swapped).await.unwrap_err();
        assert_eq!(error.public().field.as_deref(), Some(PLAN_WAS), "{act}: {error:?}");
    }
    assert_eq!(world.providers.idcloudhost.control().writes(), 0);
    let plan = person.plan("server.stop", &on, &[]).await;
    let blind =
        Confirmed { operation: new_id(), fields: fields(&[]), ..confirmed("server.stop", &on, &plan) };
    let begun = person.run(blind).await.unwrap();
    assert_eq!(world.ended(begun.id).await.state, Succeeded, "a switch needs none");
}
