//! L: guessing is slow, and a person who knows their password is never locked out for long.

use std::time::Duration;

use domain::{DomainError, ErrorKind};

use crate::support::{Deck, EMAIL, PASSWORD, here, ip};

async fn attempt(deck: &Deck, email: &str, password: &str, from: &str) -> Result<(), DomainError> {
    let session = deck.browser(None);
    let tried = deck.backend.sign_in(&session, email, password.into(), ip(from)).await;
    tried.map_err(|error| error.public().clone())
}

/// Waits that follow failures on one account, each from an address of its own.
async fn waits(deck: &Deck, email: &str, tries: u32) -> Vec<u32> {
    let mut waits = Vec::new();
    for n in 0..tries {
        let from = format!("198.51.100.{n}");
        let refused = attempt(deck, email, "not the password at all", &from).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Invalid);
        let next = attempt(deck, email, PASSWORD, &format!("203.0.113.{n}")).await;
        match next {
            Err(limited) if limited.kind == ErrorKind::RateLimited => {
                let wait = limited.retry_after_s.unwrap();
                deck.pass(Duration::from_secs(u64::from(wait)));
                waits.push(wait);
            }
            other => panic!("{other:?}"),
        }
    }
    waits
}

async fn fail(deck: &Deck, email: &str, times: u32) {
    for n in 0..times {
        let refused =
            attempt(deck, email, "not the password at all", &format!("192.0.2.{n}")).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Invalid, "try {n}");
    }
}

#[tokio::test]
async fn l2_five_failures_are_free_then_each_doubles_the_wait_and_none_locks_out() {
    let deck = Deck::open().await;
    deck.owner().await;
    fail(&deck, EMAIL, 5).await;
    assert_eq!(waits(&deck, EMAIL, 10).await, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, "192.0.2.200").await, Ok(()));
    // A right password forgets the failures.
    fail(&deck, EMAIL, 5).await;
}

#[tokio::test]
async fn p5_unknown_people_are_slowed_down_the_same_way() {
    let deck = Deck::open().await;
    deck.owner().await;
    fail(&deck, "nobody@example.com", 5).await;
    assert_eq!(waits(&deck, "nobody@example.com", 3).await, [1, 2, 4]);
}

#[tokio::test]
async fn l1_spellings_of_an_address_share_one_counter() {
    let deck = Deck::open().await;
    deck.owner().await;
    for (n, spelling) in
        ["ana@example.com", "ANA@example.com", " ana@EXAMPLE.com ", "Ana@Example.Com", "aNa@example.com"]
            .into_iter()
            .enumerate()
    {
        let refused = attempt(&deck, spelling, "not the password at all", &format!("192.0.2.{n}")).await;
        assert_eq!(refused.unwrap_err().kind, ErrorKind::Invalid);
    }
    assert_eq!(waits(&deck, "ANA@EXAMPLE.COM", 1).await, [1]);
}

#[tokio::test]
async fn l2_tries_at_the_same_time_all_count() {
    let deck = Deck::open().await;
    deck.owner().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..12 {
        let (backend, session) = (deck.backend.clone(), deck.browser(None));
        let from = ip(&format!("192.0.2.{n}"));
        tasks.spawn(async move {
            let tried = backend.sign_in(&session, EMAIL, "not the password at all".into(), from).await;
            tried.unwrap_err().public().kind
        });
    }
    let mut tried = Vec::new();
    while let Some(kind) = tasks.join_next().await {
        tried.push(kind.unwrap());
    }
    assert_eq!(tried.iter().filter(|kind| **kind == ErrorKind::Invalid).count(), 6);
    assert_eq!(tried.iter().filter(|kind| **kind == ErrorKind::RateLimited).count(), 6);
}

#[tokio::test]
async fn l2_one_address_gets_ten_tries_then_one_in_six_seconds() {
    let deck = Deck::open().await;
    deck.owner().await;
    let guess = async |n: u32| {
        let email = format!("person{n}@example.com");
        attempt(&deck, &email, "not the password at all", "2001:db8:7:7::1").await.unwrap_err()
    };
    for n in 0..10 {
        assert_eq!(guess(n).await.kind, ErrorKind::Invalid, "try {n}");
    }
    let limited = guess(10).await;
    assert_eq!((limited.kind, limited.retry_after_s), (ErrorKind::RateLimited, Some(6)));
    // Another machine in the same /64 is the same customer; another network is not.
    assert_eq!(
        attempt(&deck, EMAIL, PASSWORD, "2001:db8:7:7:9::9").await.unwrap_err().kind,
        ErrorKind::RateLimited
    );
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, "2001:db8:7:8::1").await, Ok(()));
    deck.pass(Duration::from_secs(6));
    assert_eq!(guess(11).await.kind, ErrorKind::Invalid);
    assert_eq!(guess(12).await.kind, ErrorKind::RateLimited);
}

#[tokio::test]
async fn l2_people_who_know_their_password_do_not_use_up_their_address() {
    let deck = Deck::open().await;
    deck.owner().await;
    for _ in 0..15 {
        deck.sign_in(EMAIL, PASSWORD).await;
    }
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, &here().to_string()).await, Ok(()));
}

#[tokio::test]
async fn l6_counters_survive_a_restart() {
    let deck = Deck::open().await;
    deck.owner().await;
    fail(&deck, EMAIL, 6).await;
    let deck = deck.reopen().await;
    let limited = attempt(&deck, EMAIL, PASSWORD, "192.0.2.99").await.unwrap_err();
    assert_eq!((limited.kind, limited.retry_after_s), (ErrorKind::RateLimited, Some(1)));
    deck.pass(Duration::from_secs(1));
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, "192.0.2.99").await, Ok(()));
}
