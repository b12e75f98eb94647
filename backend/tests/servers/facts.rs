//! What is known of a key beside its servers: it arrives, keeps its age and its trouble to itself, and outlives a restart.

use std::sync::Arc;
use std::time::Duration;

use backend::{FamilyPace, Held, KeyFacts, RefreshConfig};
use domain::capability::Family;
use domain::credential::CredentialHealth;
use domain::event::Event;
use domain::ids::CredentialId;
use domain::location::GLOBAL;
use domain::policy::Role;
use domain::provider::Brand;
use simulators::{Fault, FaultKind};
use tokio::time::Instant;

use crate::world::{World, eager, fast, open, sign_in, until};

/// A minute is more than any test takes.
const RECENT: Duration = Duration::from_secs(60);

impl World {
    pub async fn key(&self, brand: Brand) -> CredentialId {
        let list = self.list(&format!("provider:{}", brand.slug())).await;
        list.rows.first().unwrap().key.credential
    }

    pub async fn facts(&self, brand: Brand) -> KeyFacts {
        self.backend.inventory().facts(self.key(brand).await).unwrap()
    }

    /// Requests for this path, with or without a location.
    pub fn asked(&self, brand: Brand, path: &str) -> usize {
        let simulators = self.providers.all();
        let (_, simulator) = simulators.iter().find(|(known, _)| *known == brand).unwrap();
        simulator.control().log().iter().filter(|entry| entry.path.ends_with(path)).count()
    }
}

/// Families are read when someone wants them and never by themselves.
pub fn on_demand() -> RefreshConfig {
    RefreshConfig { families: FamilyPace { at_once: 0, ..FamilyPace::default() }, ..eager() }
}

/// It is known and without trouble, or the provider lacks it for this reason.
fn check<T>(brand: Brand, family: Family, held: &Held<T>, lacks: Option<&str>) {
    match lacks {
        None => {
            assert!(held.value.is_some() && held.taken_at.is_some(), "{brand:?} {family:?}");
            assert_eq!(held.problem, None, "{brand:?} {family:?}");
        }
        Some(why) => {
            assert!(held.value.is_none() && held.taken_at.is_none(), "{brand:?} {family:?}");
            let said = held.problem.as_ref().map(|problem| problem.message.as_str());
            assert!(said.is_some_and(|said| said.contains(why)), "{brand:?} {family:?}: {said:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_family_arrives_where_the_provider_has_it_and_says_why_where_it_has_not() {
    let world = World::start(fast()).await;
    for brand in [Brand::Virtua, Brand::IdCloudHost, Brand::Elastis] {
        let facts = world.facts(brand).await;
        let virtua = (brand == Brand::Virtua).then_some("Virtua");
        let warren = (brand != Brand::Virtua).then_some("This provider");
        assert_eq!((facts.brand, facts.team), (brand, world.actor.team()));
        check(brand, Family::Locations, &facts.locations, None);
        check(brand, Family::Images, &facts.images, None);
        check(brand, Family::Parameters, &facts.parameters, virtua);
        check(brand, Family::Billing, &facts.accounts, virtua);
        check(brand, Family::Pricing, &facts.prices, virtua);
        check(brand, Family::Usage, &facts.usage, virtua);
        check(brand, Family::Projects, &facts.projects, warren);
        check(brand, Family::Allowance, &facts.allowance, warren);
        let locations: Vec<&str> = match brand {
            Brand::Virtua => vec![GLOBAL],
            Brand::IdCloudHost => vec!["jkt01", "jkt02", "sgp01"],
            _ => vec!["jkt01"],
        };
        assert!(facts.plans.keys().eq(&locations) && facts.disks.keys().eq(&locations), "{brand:?}");
        assert!(facts.networks.keys().eq(&locations) && facts.addresses.keys().eq(&locations), "{brand:?}");
        for location in locations {
            check(brand, Family::Plans, &facts.plans[location], None);
            check(brand, Family::Networks, &facts.networks[location], virtua);
            check(brand, Family::Addresses, &facts.addresses[location], virtua);
            check(brand, Family::Disks, &facts.disks[location], virtua);
        }
    }
    let (virtua, elastis) = (world.facts(Brand::Virtua).await, world.facts(Brand::Elastis).await);
    assert!(!virtua.plans[GLOBAL].value.as_ref().unwrap().is_empty());
    assert!(!virtua.images.value.unwrap().is_empty() && !virtua.projects.value.unwrap().is_empty());
    assert!(!elastis.networks["jkt01"].value.as_ref().unwrap().is_empty());
    assert!(!elastis.addresses["jkt01"].value.as_ref().unwrap().is_empty());
    assert!(!elastis.disks["jkt01"].value.as_ref().unwrap().is_empty());
    assert!(!elastis.accounts.value.unwrap().is_empty() && !elastis.prices.value.unwrap().rows.is_empty());
    let used = elastis.usage.value.unwrap();
    assert!(used.iter().any(|row| row.billing_account.is_some()), "{used:?}");
    let nobody = CredentialId(uuid::Uuid::nil());
    assert!(world.backend.inventory().facts(nobody).is_none());
    assert!(!world.backend.inventory().want(nobody, &[(Family::Images, GLOBAL)], RECENT));
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_a_failing_family_keeps_its_content_and_leaves_servers_and_key_alone() {
    let world = World::start(fast()).await;
    let (key, before) = (world.key(Brand::Elastis).await, world.facts(Brand::Elastis).await);
    let (list, deck) = (world.list("").await, world.backend.deck(&world.actor));
    let control = world.providers.elastis.control();
    let networks = |facts: &KeyFacts| facts.networks["jkt01"].clone();
    for (fault, status) in [
        (FaultKind::ServerError, Some(500)),
        (FaultKind::Forbidden, Some(403)),
        (FaultKind::Unauthorized, Some(401)),
        (FaultKind::UnknownLocation, Some(404)),
        (FaultKind::Cut, None),
    ] {
        control.replace_faults([Fault::new("/network/networks", fault).always()]);
        let held = until(&format!("it says {status:?}"), || async {
            world.backend.inventory().refresh_families(key, "jkt01", &[Family::Networks]);
            let held = networks(&world.facts(Brand::Elastis).await);
            held.problem.as_ref().is_some_and(|problem| problem.status == status).then_some(held)
        })
        .await;
        assert_eq!((&held.value, held.taken_at), (&networks(&before).value, networks(&before).taken_at));
        assert!(!held.problem.unwrap().message.is_empty());
        let now = world.list("").await;
        assert_eq!((now.total, now.first_reads, now.banners.len()), (list.total, 0, 0), "{status:?}");
        assert!(now.rows.iter().all(|row| !row.stale), "{status:?}");
        assert_eq!(world.backend.deck(&world.actor).failing, 0, "{status:?}");
        assert_eq!(world.backend.deck(&world.actor).sources, deck.sources, "{status:?}");
    }
    control.clear_faults();
    // The servers are read with the same key as before, and the key is as good.
    world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
    let page = world.backend.access(&world.actor).credentials().unwrap().page().await.unwrap();
    let elastis = page.rows.iter().find(|row| row.id == key).unwrap();
    assert!(!matches!(elastis.health, CredentialHealth::Refused { .. }), "{:?}", elastis.health);
    until("it recovers", || async {
        world.backend.inventory().refresh_families(key, "jkt01", &[Family::Networks]);
        networks(&world.facts(Brand::Elastis).await).problem.is_none().then_some(())
    })
    .await;
    let after = networks(&world.facts(Brand::Elastis).await);
    assert!(after.taken_at > networks(&before).taken_at);
    assert!(Arc::ptr_eq(&after.value.unwrap(), &networks(&before).value.unwrap()), "kept once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_shows_what_was_known_before_any_provider_answers_and_reads_no_more_than_is_due() {
    let world = World::start(fast()).await;
    let mut before = Vec::new();
    for brand in [Brand::Virtua, Brand::IdCloudHost, Brand::Elastis] {
        before.push((world.key(brand).await, world.facts(brand).await));
    }
    world.backend.close().await;
    let World { folder, providers, backend, .. } = world;
    drop(backend);
    for (_, simulator) in providers.all() {
        simulator.control().reset();
        simulator.control().inject(Fault::new("", FaultKind::Hang).always());
    }
    let (backend, accounts) = open(&folder, &providers, eager()).await;
    for (key, facts) in &before {
        assert_eq!(backend.inventory().facts(*key).as_ref(), Some(facts));
    }
    providers.all().iter().for_each(|(_, simulator)| simulator.control().clear_faults());
    let actor = sign_in(&backend, &accounts, Role::Operator).await;
    backend.start_background();
    let world = World { providers, backend, actor, accounts, folder };
    world.settled().await;
    let (key, brand) = (world.key(Brand::Elastis).await, Brand::Elastis);
    // What is asked for is taken up together with whatever else is due.
    for _ in 0..3 {
        let taken_at = world.facts(brand).await.networks["jkt01"].taken_at;
        world.backend.inventory().refresh_families(key, "jkt01", &[Family::Networks]);
        until("it is read", || async {
            (world.facts(brand).await.networks["jkt01"].taken_at > taken_at).then_some(())
        })
        .await;
    }
    assert!(world.asked(brand, "network/networks") >= 3);
    for path in ["config/vm_images", "storage/disks", "charging/usage", "user-resource/host_pool/list"] {
        assert_eq!(world.asked(brand, path), 0, "{path} is not due yet");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wanting_is_one_read_a_source_and_one_word_to_open_pages() {
    let world = World::begin(fast(), on_demand()).await;
    world.settled().await;
    let (key, inventory) = (world.key(Brand::Elastis).await, world.backend.inventory());
    let facts = world.facts(Brand::Elastis).await;
    assert_eq!((&facts.images, &facts.networks["jkt01"]), (&Held::default(), &Held::default()));
    let mut events = world.backend.subscribe(world.actor.team());
    let what = [(Family::Images, GLOBAL), (Family::Networks, "jkt01"), (Family::Projects, GLOBAL)];
    let control = world.providers.elastis.control();
    control.inject(Fault::new("/config/vm_images", FaultKind::Held).always());
    for _ in 0..10 {
        assert!(inventory.want(key, &what, RECENT), "it is under way");
    }
    control.clear_faults();
    // A page that fetches anew whenever it is told, and asks again when it does.
    let mut told = 0;
    until("everything wanted is there", || {
        while let Ok(event) = events.try_recv() {
            told += usize::from(event == Event::Servers);
        }
        let wanted = inventory.want(key, &what, RECENT);
        std::future::ready((!wanted && told > 0).then_some(()))
    })
    .await;
    let facts = world.facts(Brand::Elastis).await;
    assert!(facts.images.value.is_some() && facts.networks["jkt01"].value.is_some());
    assert_eq!(world.asked(Brand::Elastis, "config/vm_images"), 1);
    assert_eq!(world.asked(Brand::Elastis, "network/networks"), 1);
    // The first round of the lists may have had a word of its own, and on a slow machine the ages of what it showed.
    assert!(told <= 4, "{told}");
    assert_eq!(facts.disks["jkt01"], Held::default(), "and nothing else is read");

    // What a change made out of date is read once more; that it is the same is no news to anyone.
    inventory.refresh_families(key, "jkt01", &[Family::Networks]);
    let taken_at = facts.networks["jkt01"].taken_at;
    until("it is read anew", || async {
        (world.facts(Brand::Elastis).await.networks["jkt01"].taken_at > taken_at).then_some(())
    })
    .await;
    assert!(!inventory.want(key, &what, RECENT));
    assert_eq!(world.asked(Brand::Elastis, "network/networks"), 2);
    assert_eq!(world.asked(Brand::Elastis, "config/vm_images"), 1);

    // But a page that says that it is being read has to hear of the end.
    control.inject(Fault::new("/network/networks", FaultKind::Held));
    while events.try_recv().is_ok() {}
    inventory.refresh_families(key, "jkt01", &[Family::Networks]);
    assert!(inventory.want(key, &what, RECENT), "it is under way");
    until("it is on its way", || async { (control.held() == 1).then_some(()) }).await;
    control.clear_faults();
    until("the page is told", || {
        std::future::ready(events.try_recv().is_ok_and(|event| event == Event::Servers).then_some(()))
    })
    .await;
    assert!(!inventory.want(key, &what, RECENT));
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_families_leave_a_counted_key_its_reads() {
    let restless = FamilyPace {
        catalogue: Duration::from_millis(5),
        account: Duration::from_millis(5),
        ..FamilyPace::default()
    };
    let began = Instant::now();
    let world = World::begin(fast(), RefreshConfig { families: restless, ..eager() }).await;
    world.settled().await;
    let control = world.providers.virtua.control();
    until("families have had their share", || async {
        let facts = world.facts(Brand::Virtua).await;
        let all = facts.images.value.is_some() && facts.plans[GLOBAL].value.is_some();
        (all && control.log().len() >= 8).then_some(())
    })
    .await;
    // Four reads are left to people, however hungry families are.
    for _ in 0..3 {
        let before = world.asked(Brand::Virtua, "/cloud-server");
        world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
        until("the servers are read", || {
            std::future::ready((world.asked(Brand::Virtua, "/cloud-server") > before).then_some(()))
        })
        .await;
    }
    let log = control.log();
    assert!(log.iter().all(|entry| entry.status != Some(429)), "{log:?}");
    // Since before the first was sent: when it arrived says less, for it may have been on its way for long.
    let minutes = began.elapsed().as_secs_f64() / 60.0;
    assert!(log.len() as f64 <= 12.0 + 42.0 * minutes + 1.0, "{} in {minutes} minutes", log.len());
}
