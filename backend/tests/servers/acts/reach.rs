//! Each act on each provider that has it reaches the provider exactly once, with the right effect.

use domain::ids::ServerKey;
use domain::operation::OperationState::Succeeded;
use domain::policy::Role;
use domain::provider::Brand;
use simulators::Simulator;

use super::{PASSWORD, Person};
use crate::world::{World, fast};

/// The names that one brand's demo account has for each part in the play.
struct Cast {
    plain: &'static str,
    public: &'static str,
    other: &'static str,
    stopped: &'static str,
    /// Has a data disk, snapshots and backups.
    rich: &'static str,
}

const IDCLOUDHOST: Cast =
    Cast { plain: "cache-01", public: "web-01", other: "web-02", stopped: "ci-runner", rich: "db-replica" };
const ELASTIS: Cast = Cast {
    plain: "shop-backend",
    public: "shop-frontend",
    other: "monitoring",
    stopped: "mail-relay",
    rich: "postgres-main",
};

struct Stage<'w> {
    person: Person<'w>,
    simulator: &'w Simulator,
    seen: std::cell::Cell<usize>,
}

impl Stage<'_> {
    /// Has an act done and compares what the provider really did.
    async fn does(&self, act: &str, on: &ServerKey, given: &[(&str, &str)], effects: &[&str]) {
        let end = self.person.done(act, on, given).await;
        assert_eq!(end.state, Succeeded, "{act}: {end:?}");
        assert_eq!((end.act.as_str(), end.steps.len()), (act, effects.len()), "{end:?}");
        let all = self.simulator.control().effects();
        let new: Vec<&str> = all[self.seen.get()..].iter().map(|effect| effect.action.as_str()).collect();
        assert_eq!(new, effects, "{act}");
        self.seen.set(all.len());
        let subject = |text: &str| text.contains(PASSWORD);
        assert!(!subject(&format!("{end:?}")), "{act}");
    }
}

async fn warren(brand: Brand, cast: Cast) {
    let world = World::start(fast()).await;
    let simulator = match brand {
        Brand::Elastis => &world.providers.elastis,
        _ => &world.providers.idcloudhost,
    };
    let stage = Stage { person: world.person(Role::Owner).await, simulator, seen: std::cell::Cell::new(0) };
    let person = &stage.person;
    let (plain, public, other) = (
        world.server_named(cast.plain).await,
        world.server_named(cast.public).await,
        world.server_named(cast.other).await,
    );
    let (stopped, rich) = (world.server_named(cast.stopped).await, world.server_named(cast.rich).await);

    stage.does("server.stop", &plain, &[], &["stop"]).await;
    stage.does("server.start", &plain, &[], &["start"]).await;
    stage.does("server.restart", &plain, &[], &["stop", "start"]).await;
    stage.does("server.rename", &plain, &[("name", "renamed-01")], &["modify"]).await;
    let size = [("vcpus", "8"), ("memory_mib", "4096"), ("restart", "1")];
    stage.does("server.resize", &plain, &size, &["stop", "modify", "start"]).await;
    let user = person.form("server.password", &plain, &[], false).await.sections[0].fields[0].value.clone();
    stage.does("server.password", &plain, &[("username", &user[0])], &["password"]).await;
    stage.does("server.backups", &plain, &[("to", "on")], &["backup"]).await;
    stage.does("server.backups", &plain, &[("to", "off")], &["backup"]).await;
    let form = person.form("server.billing", &plain, &[], false).await;
    let accounts = &form.sections[0].fields[0].choices;
    assert_eq!(
        accounts.iter().filter(|choice| choice.refusal.is_some()).count(),
        1,
        "who pays now: {accounts:?}"
    );
    let other_payer = accounts.iter().find(|choice| choice.refusal.is_none()).unwrap().value.clone();
    stage.does("server.billing", &plain, &[("billing_account", &other_payer)], &["payer"]).await;
    stage.does("snapshot.create", &plain, &[], &["snapshot"]).await;
    person.part(&plain, "snapshots", 1).await;
    stage.does("server.clone", &plain, &[("name", "the copy")], &["clone"]).await;
    stage.does("disk.add", &plain, &[("size_gib", "25")], &["add_disk"]).await;
    let disks = person.part(&plain, "disks", 2).await;
    let disk = disks.rows[1].id.clone();
    stage.does("disk.grow", &plain, &[("disk", &disk), ("size_gib", "30")], &["grow_disk"]).await;
    stage.does("disk.detach", &plain, &[("disk", &disk)], &["detach_disk"]).await;
    person.part(&plain, "disks", 1).await;
    stage.does("disk.attach", &plain, &[("disk", &disk)], &["attach_disk"]).await;
    person.part(&plain, "disks", 2).await;
    stage.does("disk.delete", &plain, &[("disk", &disk)], &["delete_disk"]).await;
    stage.does("address.reserve", &plain, &[("name", "new one")], &["create", "assign"]).await;

    let address = person.part(&public, "addresses", 1).await.rows[0].id.clone();
    stage.does("address.unassign", &public, &[("address", &address)], &["unassign"]).await;
    stage.does("address.assign", &public, &[("address", &address)], &["assign"]).await;
    let address = person.part(&other, "addresses", 1).await.rows[0].id.clone();
    stage.does("address.release", &other, &[("address", &address)], &["unassign", "delete"]).await;
    person.part(&other, "addresses", 0).await;

    stage.does("server.rescue", &stopped, &[], &["rescue"]).await;
    stage.does("server.force_stop", &stopped, &[], &["stop"]).await;
    let log = simulator.control().log();
    assert!(log.iter().rfind(|entry| entry.is_write()).unwrap().body.contains("force=true"));
    stage.does("server.reinstall", &stopped, &[("image", "same")], &["reinstall"]).await;
    stage.does("server.reinstall", &other, &[("image", "debian:12")], &["reinstall"]).await;

    let snapshot = person.part(&rich, "snapshots", 1).await.rows[0].id.clone();
    stage.does("server.rebuild", &rich, &[("replica", &snapshot)], &["rebuild"]).await;
    stage.does("snapshot.delete", &rich, &[("replica", &snapshot)], &["delete_replica"]).await;
    person.part(&rich, "snapshots", 0).await;
    stage.does("server.delete", &rich, &[], &["delete"]).await;
    assert_eq!(simulator.control().server(cast.rich), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_reaches_idcloudhost_once() {
    warren(Brand::IdCloudHost, IDCLOUDHOST).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_reaches_elastis_once() {
    warren(Brand::Elastis, ELASTIS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_that_virtua_has_reaches_it_once() {
    let world = World::start(fast()).await;
    let person = world.person(Role::Owner).await;
    let stage = Stage { person, simulator: &world.providers.virtua, seen: std::cell::Cell::new(0) };
    let shop = world.server_named("shop-web").await;
    let form = stage.person.form("server.resize", &shop, &[], false).await;
    let choices = &form.sections[0].fields[0].choices;
    assert!(choices.iter().all(|choice| choice.price.contains('€')), "{choices:?}");
    let larger = choices
        .iter()
        .find(|choice| choice.refusal.is_none() && choice.price.contains("(+"))
        .unwrap_or_else(|| panic!("nothing larger: {choices:?}"));
    let plan = larger.value.clone();
    stage.does("server.stop", &shop, &[], &["stop"]).await;
    stage.does("server.start", &shop, &[], &["start"]).await;
    stage.does("server.restart", &shop, &[], &["restart"]).await;
    stage.does("server.resize", &shop, &[("plan", &plan), ("resize_disk", "1")], &["resize"]).await;
    stage.does("server.reinstall", &shop, &[("image", "same")], &["rebuild"]).await;
    stage.does("server.delete", &shop, &[], &["delete"]).await;
}
