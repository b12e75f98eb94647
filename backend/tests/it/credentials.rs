//! Adding, checking, replacing and removing keys, against simulated providers.

use backend::Actor;
use domain::credential::CredentialHealth;
use domain::event::Event;
use domain::ids::CredentialId;
use domain::policy::Role;
use domain::provider::Brand;
use domain::{DomainError, ErrorKind};
use simulators::{Fault, FaultKind, SimKind, Simulator};

use crate::support::{Deck, brand, new_key, options, simulator};

async fn deck_with(kind: SimKind) -> (Deck, Simulator, Actor) {
    let simulator = simulator(kind).await;
    let provider_options = options(&[&simulator]);
    let deck = Deck::open_with(|config| config.provider_options = provider_options).await;
    let actor = deck.actor(&deck.owner().await).await;
    (deck, simulator, actor)
}

fn always(kind: FaultKind) -> Fault {
    Fault { path: String::new(), method: None, count: None, work_done: false, kind }
}

async fn add(deck: &Deck, actor: &Actor, brand: Brand, key: &str) -> Result<CredentialId, DomainError> {
    let manager = deck.backend.access(actor).manage_credentials().unwrap();
    let added = manager.add(new_key(brand, "Main", key)).await;
    added.map(|check| check.credential).map_err(|error| error.public().clone())
}

#[tokio::test]
async fn k10_a_good_key_is_stored_and_says_what_it_opens() {
    for kind in SimKind::ALL {
        let (deck, simulator, actor) = deck_with(kind).await;
        let mut events = deck.backend.subscribe(actor.team());
        let manager = deck.backend.access(&actor).manage_credentials().unwrap();
        let key = format!("  {}\n", kind.demo_key());
        let check = manager.add(new_key(brand(kind), "Main", &key)).await.unwrap();
        assert!(
            check.summary.starts_with("Opens ") && check.summary.contains(" servers in "),
            "{}",
            check.summary
        );
        let heard: Vec<_> = std::iter::from_fn(|| events.try_recv().ok()).collect();
        assert!(heard.contains(&Event::Credentials), "{heard:?}");
        assert_eq!(simulator.control().writes(), 0);

        let page = deck.backend.access(&actor).credentials().unwrap().page().await.unwrap();
        let row = &page.rows[0];
        assert_eq!((row.id, row.label.as_str(), row.brand), (check.credential, "Main", brand(kind)));
        assert!(kind.demo_key().ends_with(&row.last_four) && (3..=4).contains(&row.last_four.len()));
        assert_eq!(row.added_by, "Ana Lima");
        assert!(matches!(row.health, CredentialHealth::Working { .. }));
        assert_eq!(deck.count("SELECT COUNT(*) FROM audit WHERE action = 'credential.add'").await, 1);
    }
}

#[tokio::test]
async fn a_wrong_key_is_refused_beside_its_field_in_the_providers_words() {
    for kind in SimKind::ALL {
        let (deck, _simulator, actor) = deck_with(kind).await;
        let refused = add(&deck, &actor, brand(kind), "no-such-key-anywhere").await.unwrap_err();
        assert_eq!(
            (refused.kind, refused.field.as_deref()),
            (ErrorKind::Invalid, Some("key")),
            "{refused:?}"
        );
        assert!(refused.message.contains(brand(kind).name()), "{}", refused.message);
        assert!(!refused.message.contains("no-such-key"));
        assert_eq!(deck.count("SELECT COUNT(*) FROM credentials").await, 0);
    }
}

#[tokio::test]
async fn what_cannot_be_a_key_is_refused_without_asking() {
    let (deck, simulator, actor) = deck_with(SimKind::Elastis).await;
    for bad in ["", "   ", "two words", "schlüssel"] {
        let refused = add(&deck, &actor, Brand::Elastis, bad).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("key"));
    }
    assert!(simulator.control().log().is_empty());
}

#[tokio::test]
async fn a_provider_that_does_not_confirm_stores_nothing() {
    for fault in
        [FaultKind::Cut, FaultKind::ServerError, FaultKind::Html { status: 502 }, FaultKind::TruncatedJson]
    {
        let (deck, simulator, actor) = deck_with(SimKind::Elastis).await;
        simulator.control().inject(always(fault.clone()));
        let refused = add(&deck, &actor, Brand::Elastis, SimKind::Elastis.demo_key()).await.unwrap_err();
        assert_eq!((refused.kind, refused.field), (ErrorKind::ProviderUnavailable, None), "{fault:?}");
        assert_eq!(deck.count("SELECT COUNT(*) FROM credentials").await, 0);
    }
}

#[tokio::test]
async fn f1_other_addresses_need_the_operators_leave() {
    let (deck, _simulator, actor) = deck_with(SimKind::Elastis).await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    for brand in [Brand::Warren, Brand::Elastis] {
        let mut new = new_key(brand, "Reseller", "some-key");
        new.base_url = Some("https://api.reseller.example/v1".to_owned());
        let refused = manager.add(new).await.unwrap_err();
        assert_eq!(refused.public().field.as_deref(), Some("base_url"));
    }
    let refused = manager.add(new_key(Brand::Warren, "Reseller", "some-key")).await.unwrap_err();
    assert_eq!(refused.public().field.as_deref(), Some("base_url"));
}

#[tokio::test]
async fn f1_f2_private_plain_and_foreign_addresses_are_refused_beside_their_field() {
    let simulator = simulator(SimKind::Elastis).await;
    let provider_options = options(&[&simulator]);
    let deck = Deck::open_with(|config| {
        config.provider_options = provider_options;
        config.custom_base_urls = true;
    })
    .await;
    let actor = deck.actor(&deck.owner().await).await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    for bad in [
        "",
        "http://api.reseller.example",
        "https://127.0.0.1/v1",
        "https://169.254.169.254/",
        "https://u:p@x.example/",
    ] {
        let mut new = new_key(Brand::Warren, "Reseller", "some-key");
        new.base_url = Some(bad.to_owned());
        let refused = manager.add(new).await.unwrap_err();
        assert_eq!(refused.public().field.as_deref(), Some("base_url"), "{bad}");
    }
    // A provider of which we know where it is stays there.
    let mut new = new_key(Brand::Elastis, "Elsewhere", "some-key");
    new.base_url = Some(simulator.base_url());
    let refused = manager.add(new).await.unwrap_err();
    assert_eq!(refused.public().field.as_deref(), Some("base_url"));
    assert!(simulator.control().log().is_empty(), "nothing is sent");
    // Any Warren brand, where the operator allowed the address.
    let mut new = new_key(Brand::Warren, "Reseller", SimKind::Elastis.demo_key());
    new.base_url = Some(simulator.base_url());
    manager.add(new).await.unwrap();
}

#[tokio::test]
async fn names_and_keys_are_unique_within_a_team() {
    let (deck, _simulator, actor) = deck_with(SimKind::Elastis).await;
    add(&deck, &actor, Brand::Elastis, SimKind::Elastis.demo_key()).await.unwrap();
    let again = add(&deck, &actor, Brand::Elastis, "another-key").await.unwrap_err();
    assert_eq!(again.field.as_deref(), Some("label"));
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    let twin = manager.add(new_key(Brand::Elastis, "Twin", SimKind::Elastis.demo_key())).await.unwrap_err();
    assert_eq!(twin.public().field.as_deref(), Some("key"));
    assert!(twin.public().message.contains("Main"));
}

#[tokio::test]
async fn f7_replacing_keeps_the_row_and_its_address() {
    let (deck, simulator, actor) = deck_with(SimKind::IdCloudHost).await;
    let id = add(&deck, &actor, Brand::IdCloudHost, SimKind::IdCloudHost.demo_key()).await.unwrap();
    let page =
        || async { deck.backend.access(&actor).credentials().unwrap().page().await.unwrap().rows.remove(0) };
    let before = page().await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();

    let refused = manager.replace(id, "not-accepted-anywhere".into()).await.unwrap_err();
    assert_eq!(refused.public().field.as_deref(), Some("key"));
    assert_eq!(page().await, before.clone());

    deck.pass(std::time::Duration::from_secs(90));
    simulator.control().set_key("the-new-key-of-the-team");
    manager.replace(id, "the-new-key-of-the-team".into()).await.unwrap();
    let after = page().await;
    assert_eq!((after.id, &after.base_url, after.created_at), (id, &before.base_url, before.created_at));
    assert_eq!(after.last_four, "team");
    assert_ne!(after.fingerprint, before.fingerprint);
    assert_eq!(after.key_since.since_ms(before.key_since), 90_000);
    manager.check(id).await.unwrap();
}

#[tokio::test]
async fn f7_a_new_key_is_not_sent_to_an_address_that_was_changed_in_the_database() {
    let (deck, _simulator, actor) = deck_with(SimKind::IdCloudHost).await;
    let id = add(&deck, &actor, Brand::IdCloudHost, SimKind::IdCloudHost.demo_key()).await.unwrap();
    let elsewhere = simulators::start(SimKind::Elastis, "127.0.0.1:0".parse().unwrap(), Default::default())
        .await
        .unwrap();
    deck.tamper(&format!("UPDATE credentials SET base_url = '{}'", elsewhere.base_url())).await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();

    let refused = manager.replace(id, "the-new-key-of-the-team".into()).await.unwrap_err();
    assert_eq!(refused.public().kind, domain::ErrorKind::Conflict);
    assert!(refused.public().message.contains("sent nowhere"), "{refused:?}");
    assert_eq!(elsewhere.control().log().len(), 0);
}

#[tokio::test]
async fn i9_a_refused_key_is_marked_once_and_works_again() {
    let (deck, simulator, actor) = deck_with(SimKind::Virtua).await;
    let id = add(&deck, &actor, Brand::Virtua, SimKind::Virtua.demo_key()).await.unwrap();
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    let health = || async {
        deck.backend.access(&actor).credentials().unwrap().page().await.unwrap().rows.remove(0).health
    };
    simulator.control().set_key("revoked-at-the-provider");
    let mut since = None;
    for _ in 0..2 {
        deck.pass(std::time::Duration::from_secs(60));
        let refused = manager.check(id).await.unwrap_err();
        assert_eq!(refused.public().kind, ErrorKind::ProviderRefused);
        match health().await {
            CredentialHealth::Refused { since: at, .. } => assert_eq!(*since.get_or_insert(at), at),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(deck.count("SELECT COUNT(*) FROM audit WHERE action = 'credential.refused'").await, 1);
    simulator.control().set_key(SimKind::Virtua.demo_key());
    assert!(manager.check(id).await.unwrap().summary.starts_with("Opens "));
    assert!(matches!(health().await, CredentialHealth::Working { .. }));
    simulator.control().inject(always(FaultKind::Cut));
    assert_eq!(manager.check(id).await.unwrap_err().public().kind, ErrorKind::ProviderUnavailable);
    assert!(matches!(health().await, CredentialHealth::Unreachable { .. }));
}

#[tokio::test]
async fn removing_deletes_the_sealed_key() {
    let (deck, simulator, actor) = deck_with(SimKind::Elastis).await;
    let id = add(&deck, &actor, Brand::Elastis, SimKind::Elastis.demo_key()).await.unwrap();
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    manager.remove(id).await.unwrap();
    assert_eq!(deck.count("SELECT COUNT(*) FROM credentials").await, 0);
    assert_eq!(deck.count("SELECT COUNT(*) FROM audit WHERE action = 'credential.remove'").await, 1);
    assert_eq!(manager.remove(id).await.unwrap_err().public().kind, ErrorKind::NotFound);
    assert_eq!(simulator.control().writes(), 0);
}

#[tokio::test]
async fn a_key_with_an_open_operation_stays() {
    let (deck, _simulator, actor) = deck_with(SimKind::Elastis).await;
    let id = add(&deck, &actor, Brand::Elastis, SimKind::Elastis.demo_key()).await.unwrap();
    deck.tamper(&format!(
        "INSERT INTO operations (team_id, id, actor_id, actor_name, request_id, credential_id, location, server_id, server_name, \
         brand, act, before, state, steps, message, created_at) \
         VALUES ('{}', 'o', 'a', 'Ana', 'r', '{id}', 'global', 's', 's', 'elastis', 'server.stop', '\"running\"', 'unknown', '[]', '', 0)",
        actor.team()
    ))
    .await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    let refused = manager.remove(id).await.unwrap_err();
    assert_eq!(refused.public().kind, ErrorKind::Conflict);
    assert_eq!(deck.count("SELECT COUNT(*) FROM credentials").await, 1);
    deck.tamper("UPDATE operations SET state = 'failed'").await;
    manager.remove(id).await.unwrap();
}

#[tokio::test]
async fn r3_another_teams_key_does_not_exist() {
    let simulator = simulator(SimKind::Elastis).await;
    let provider_options = options(&[&simulator]);
    let deck = Deck::open_with(|config| {
        config.provider_options = provider_options;
        config.demo = true;
    })
    .await;
    let owner = deck.demo_actor(Role::Owner).await;
    let id = add(&deck, &owner, Brand::Elastis, SimKind::Elastis.demo_key()).await.unwrap();
    // The viewer of that team, acting as owner of their own one.
    let accounts = deck.backend.seed_demo(&[]).await.unwrap();
    let viewer = accounts.iter().find(|account| account.role == Role::Viewer).unwrap();
    let session = deck.sign_in(&viewer.email, &viewer.password).await;
    let actor = deck.actor(&session).await;
    let own = actor.session.teams.iter().find(|team| team.role == Role::Owner).unwrap().id;
    deck.backend.switch_team(&deck.next_request(&session), &actor, own).await.unwrap();
    let stranger = deck.actor(&session).await;

    let access = deck.backend.access(&stranger);
    assert!(access.credentials().unwrap().page().await.unwrap().rows.is_empty());
    let manager = access.manage_credentials().unwrap();
    let asked = simulator.control().log().len();
    for refused in [
        manager.check(id).await.err(),
        manager.replace(id, "whatever-key".into()).await.err(),
        manager.remove(id).await.err(),
    ] {
        assert_eq!(refused.unwrap().public().kind, ErrorKind::NotFound);
    }
    assert_eq!(simulator.control().log().len(), asked);
    assert_eq!(deck.count("SELECT COUNT(*) FROM credentials").await, 1);
}
