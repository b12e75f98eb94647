//! P: what a password costs and who learns what from trying one.

use backend::Argon2Config;
use domain::ErrorKind;

use crate::support::{Deck, EMAIL, PASSWORD, here};

#[tokio::test]
async fn p3_signing_in_replaces_a_cheaper_hash() {
    let deck = Deck::open().await;
    deck.owner().await;
    let costlier = Argon2Config { iterations: 3, ..deck.config.argon2 };
    let Deck { backend, folder, keys, mut config } = deck;
    backend.close().await;
    drop(backend);
    config.argon2 = costlier;
    let backend = backend::Backend::open(config.clone()).await.unwrap();
    let deck = Deck { backend, folder, keys, config };
    let dear = "SELECT COUNT(*) FROM users WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=3,p=1$%'";
    assert_eq!(deck.count(dear).await, 0);
    deck.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(deck.count(dear).await, 1);
    deck.sign_in(EMAIL, PASSWORD).await;
}

#[tokio::test]
async fn p4_a_new_password_is_checked_with_the_persons_names() {
    let deck = Deck::open().await;
    let token = deck.backend.setup_link().await.unwrap().unwrap();
    for bad in ["short", "passwordpassword", "AnabelleFernandez", "anabelle@harbour"] {
        let session = deck.browser(None);
        let refused = deck
            .backend
            .complete_setup(&session, &token, "Anabelle Fernandez", "anabelle@harbour.example", bad.into())
            .await
            .unwrap_err();
        assert_eq!(refused.public().field.as_deref(), Some("password"), "{bad}");
    }
    assert!(deck.backend.setup_valid(&token).await.unwrap());
}

#[tokio::test]
async fn p5_unknown_people_wrong_passwords_and_disabled_accounts_get_the_same_answer() {
    let deck = Deck::open().await;
    deck.owner().await;
    let mut answers = Vec::new();
    for (email, password) in [(EMAIL, "not the password at all"), ("nobody@example.com", PASSWORD)] {
        let session = deck.browser(None);
        let refused = deck.backend.sign_in(&session, email, password.into(), here()).await.unwrap_err();
        assert!(session.id().is_none());
        answers.push(refused.public().clone());
    }
    deck.tamper("UPDATE users SET disabled_at = 1").await;
    let session = deck.browser(None);
    answers.push(
        deck.backend.sign_in(&session, EMAIL, PASSWORD.into(), here()).await.unwrap_err().public().clone(),
    );
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    assert_eq!(answers[0].kind, ErrorKind::Invalid);
    assert_eq!(answers[0].field.as_deref(), Some("password"));
}

#[tokio::test]
async fn p2_a_refused_queue_does_not_count_as_a_failure() {
    let deck = Deck::open_with(|config| {
        config.argon2.concurrent = 1;
        config.argon2.queue = 0;
    })
    .await;
    deck.owner().await;
    // Eight at once, one turn: most are refused, none of those may count against the account.
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (backend, session) = (deck.backend.clone(), deck.browser(None));
        tasks.spawn(async move { backend.sign_in(&session, EMAIL, PASSWORD.into(), here()).await });
    }
    let mut busy = 0;
    while let Some(done) = tasks.join_next().await {
        if let Err(error) = done.unwrap() {
            match error.public().kind {
                ErrorKind::Unavailable => busy += 1,
                ErrorKind::RateLimited => {}
                other => panic!("{other:?}"),
            }
        }
    }
    assert!(busy < 8);
    deck.pass(std::time::Duration::from_secs(10));
    deck.sign_in(EMAIL, PASSWORD).await;
}
