//! The demo team.

use backend::DemoKey;
use domain::policy::Role;
use domain::provider::Brand;
use simulators::SimKind;

use crate::support::{Deck, options, simulator};

fn keys() -> Vec<DemoKey> {
    vec![DemoKey { brand: Brand::Elastis, key: SimKind::Elastis.demo_key().into() }]
}

#[tokio::test]
async fn seeding_again_changes_nothing_but_a_moved_address() {
    let elastis = simulator(SimKind::Elastis).await;
    let provider_options = options(&[&elastis]);
    let deck = Deck::open_with(|config| {
        config.demo = true;
        config.provider_options = provider_options;
    })
    .await;
    let accounts = deck.backend.seed_demo(&keys()).await.unwrap();
    assert_eq!(accounts.iter().map(|account| account.role).collect::<Vec<_>>(), Role::ALL);
    let mut deck = deck;
    for round in 0..2 {
        assert_eq!(deck.backend.seed_demo(&keys()).await.unwrap(), accounts);
        assert_eq!(deck.count("SELECT COUNT(*) FROM users").await, 5);
        assert_eq!(deck.count("SELECT COUNT(*) FROM teams").await, 6);
        assert_eq!(deck.count("SELECT COUNT(*) FROM credentials").await, 1);
        assert_eq!(deck.count("SELECT key_version FROM credentials").await, 1 + round);
        // The next start finds the simulator on another port.
        deck.config.provider_options = options(&[&simulator(SimKind::Elastis).await]);
        deck = deck.reopen().await;
        deck.backend.seed_demo(&keys()).await.unwrap();
    }
    for account in &accounts {
        let session = deck.sign_in(&account.email, &account.password).await;
        let actor = deck.actor(&session).await;
        assert_eq!((actor.role(), actor.session.team.name.as_str()), (account.role, "Harbour Works"));
    }
}

#[tokio::test]
async fn seeding_and_adding_can_run_on_any_thread() {
    let deck = Deck::open_with(|config| config.demo = true).await;
    let backend = deck.backend.clone();
    let accounts = tokio::spawn(async move { backend.seed_demo(&[]).await.unwrap().len() }).await.unwrap();
    assert_eq!(accounts, 5);
    let (backend, actor) = (deck.backend.clone(), deck.demo_actor(Role::Admin).await);
    let added = tokio::spawn(async move {
        let manager = backend.access(&actor).manage_credentials().unwrap();
        manager.add(crate::support::new_key(Brand::Elastis, "Main", "two words")).await.is_err()
    });
    assert!(added.await.unwrap());
}

#[tokio::test]
async fn p6_no_demo_account_exists_outside_a_demo() {
    let deck = Deck::open().await;
    assert!(deck.backend.seed_demo(&keys()).await.is_err());
    assert_eq!(deck.count("SELECT COUNT(*) FROM users").await, 0);
}
