//! P6: the first run.

use std::time::Duration;

use domain::ErrorKind;
use domain::policy::Role;

use crate::support::{Deck, EMAIL, PASSWORD};

#[tokio::test]
async fn p6_the_first_person_becomes_owner_of_their_own_team() {
    let deck = Deck::open().await;
    let session = deck.owner().await;
    let actor = deck.actor(&session).await;
    assert_eq!((actor.session.name.as_str(), actor.session.email.as_str()), ("Ana Lima", EMAIL));
    assert_eq!(actor.role(), Role::Owner);
    assert_eq!(actor.session.team.name, "Ana Lima's team");
    assert!(deck.backend.setup_link().await.unwrap().is_none());
}

#[tokio::test]
async fn p6_a_link_works_once_and_for_half_an_hour() {
    let deck = Deck::open().await;
    let first = deck.backend.setup_link().await.unwrap().unwrap();
    let token = deck.backend.setup_link().await.unwrap().unwrap();
    assert_eq!(token.len(), 64);
    assert!(!deck.backend.setup_valid(&first).await.unwrap());
    assert!(!deck.backend.setup_valid("guess").await.unwrap());
    assert!(deck.backend.setup_valid(&token).await.unwrap());
    assert_eq!(
        deck.count(&format!("SELECT COUNT(*) FROM setup_tokens WHERE token_hash = '{token}'")).await,
        0
    );
    deck.pass(Duration::from_secs(30 * 60));
    assert!(!deck.backend.setup_valid(&token).await.unwrap());
    let late = deck.backend.complete_setup(&deck.browser(None), &token, "Ana", EMAIL, PASSWORD.into()).await;
    assert_eq!(late.unwrap_err().public().kind, ErrorKind::NotFound);
    assert_eq!(deck.count("SELECT COUNT(*) FROM users").await, 0);
}

#[tokio::test]
async fn p6_of_two_people_at_once_one_wins() {
    let deck = Deck::open().await;
    let token = deck.backend.setup_link().await.unwrap().unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for name in ["ana", "bob"] {
        let (backend, session, token) = (deck.backend.clone(), deck.browser(None), token.clone());
        tasks.spawn(async move {
            let email = format!("{name}@example.com");
            backend.complete_setup(&session, &token, name, &email, PASSWORD.into()).await
        });
    }
    let mut outcomes = Vec::new();
    while let Some(done) = tasks.join_next().await {
        outcomes.push(done.unwrap().map_err(|error| error.public().kind));
    }
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(outcomes.contains(&Err(ErrorKind::NotFound)));
    assert_eq!(deck.count("SELECT COUNT(*) FROM users").await, 1);
    assert!(!deck.backend.setup_valid(&token).await.unwrap());
}

#[tokio::test]
async fn p6_wrong_input_keeps_the_link() {
    let deck = Deck::open().await;
    let token = deck.backend.setup_link().await.unwrap().unwrap();
    for (name, email, password, field) in [
        ("", EMAIL, PASSWORD, "name"),
        ("Ana", "ana", PASSWORD, "email"),
        ("Ana", EMAIL, "short", "password"),
    ] {
        let session = deck.browser(None);
        let refused =
            deck.backend.complete_setup(&session, &token, name, email, password.into()).await.unwrap_err();
        assert_eq!(refused.public().field.as_deref(), Some(field));
    }
    assert!(deck.backend.setup_valid(&token).await.unwrap());
}
