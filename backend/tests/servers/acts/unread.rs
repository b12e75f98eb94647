//! A plan waits for what it is made of, as long as that can be had.

use domain::act::Form;
use domain::ids::ServerKey;
use domain::policy::Role;
use simulators::{Control, Fault, FaultKind};

use super::Person;
use crate::facts::on_demand;
use crate::world::{World, fast, until};

const REPLICAS: &str = "/user-resource/vm/replica";
const ADDRESSES: &str = "/network/ip_addresses";
const NOTE: &str = "Reading what belongs to it, for the first time.";

/// A Skydeck that has just started: servers are known, and nothing around them.
async fn fresh() -> World {
    let world = World::begin(fast(), on_demand()).await;
    world.settled().await;
    world
}

fn elastis(world: &World) -> &Control {
    world.providers.elastis.control()
}

fn says_so(form: &Form) -> bool {
    form.fetching && form.sections.iter().any(|section| section.note.starts_with(NOTE))
}

impl Person<'_> {
    /// Whether the plan of a deletion is still to come.
    async fn waits(&self, on: &[ServerKey], review: bool) -> bool {
        let sheet = self.ask("server.delete", on, &[], review).await;
        sheet.plan.is_none() && sheet.form.as_ref().is_some_and(says_so)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_from_the_list_tells_of_snapshots_and_offers_addresses() {
    let world = fresh().await;
    let person = world.person(Role::Owner).await;
    // One with a snapshot, one with an address, and nobody has looked at either.
    let on = [world.server_named("postgres-main").await, world.server_named("shop-frontend").await];
    elastis(&world).inject(Fault::new(REPLICAS, FaultKind::Held).on("GET").always());
    elastis(&world).inject(Fault::new(ADDRESSES, FaultKind::Held).on("GET").always());
    for review in [false, true, true] {
        assert!(person.waits(&on, review).await, "whether it is asked for the plan or for what leads there");
    }
    until("all of it is asked for", || async { (elastis(&world).held() >= 2).then_some(()) }).await;
    assert!(person.waits(&on, false).await, "nothing has come yet");
    elastis(&world).clear_faults();
    let form = until("the form offers an address", || async {
        let form = person.ask("server.delete", &on, &[], false).await.form?;
        let offered = form.sections.iter().flat_map(|section| &section.fields).next()?.choices.len();
        (offered == 1 && !says_so(&form)).then_some(form)
    })
    .await;
    assert!(form.refusal.is_none(), "{form:?}");
    let plan = person.plan("server.delete", &on, &[]).await;
    assert!(plan.dies.iter().any(|line| line.starts_with("Snapshot of 20")), "{:?}", plan.dies);
    assert!(plan.stays.iter().any(|line| line.starts_with("Address ") && line.contains("Rp ")), "{plan:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_holds_nobody_up_and_is_called_unknown() {
    let world = fresh().await;
    let person = world.person(Role::Owner).await;
    let on = [world.server_named("shop-frontend").await];
    for path in [REPLICAS, ADDRESSES] {
        elastis(&world).inject(Fault::new(path, FaultKind::ServerError).on("GET").always());
    }
    let plan = person.plan("server.delete", &on, &[]).await;
    assert!(
        plan.dies.contains(&"Snapshots and backups of shop-frontend, if it has any.".to_owned()),
        "{plan:?}"
    );
    assert!(plan.stays.iter().any(|line| line.contains("which ones is not known at present")), "{plan:?}");
    assert_eq!(elastis(&world).writes(), 0);
}
