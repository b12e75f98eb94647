//! L: guessing is slow, and a person who knows their password is never locked out for long.

use std::time::Duration;

use domain::{DomainError, ErrorKind};

use crate::support::{Deck, EMAIL, PASSWORD, here, ip};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn attempt(deck: &Deck, email: &str, password: &str, from: &str) -> Result<(), DomainError> {
    let session = deck.browser(None);
    let tried = deck.backend.sign_in(&session, email, password.into(), ip(from)).await;
    tried.map_err(|error| error.public().clone())
}

/// Waits that follow failures on one account in one network, each from an address of its own.
async fn waits(deck: &Deck, email: &str, tries: u32) -> Vec<u32> {
    let mut waits = Vec::new();
    for n in 0..tries {
        let from = format!("192.0.2.{}", 100 + n);
        let refused = attempt(deck, email, "not the password at all", &from).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Invalid);
        let next = attempt(deck, email, PASSWORD, &format!("192.0.2.{}", 150 + n)).await;
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

/// Fails as often as the throttle lets one network for `minutes`, and counts the failures.
async fn keep_failing(deck: &Deck, network: &str, minutes: u32) -> u32 {
    let (mut failures, mut passed) = (0, 0);
    while passed < minutes * 60 {
        // Another address each time: the network is what is slowed down here.
        let from = format!("{network}.{}", failures % 250);
        match attempt(deck, EMAIL, "not the password at all", &from).await.unwrap_err() {
            wrong if wrong.kind == ErrorKind::Invalid => failures += 1,
            limited => {
                let wait = limited.retry_after_s.unwrap();
                deck.pass(Duration::from_secs(u64::from(wait)));
                passed += wait;
            }
        }
    }
    failures
}

#[tokio::test]
async fn l2_wrong_passwords_from_one_network_do_not_keep_the_owner_out_elsewhere() {
    let deck = Deck::open().await;
    deck.owner().await;
    // 14 tries until the waits are five minutes long, which takes 511 s, then one in five minutes.
    assert_eq!(keep_failing(&deck, "198.51.100", 60).await, 25);
    // A right one gets in there as well, once the wait has passed.
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, "198.51.100.251").await, Ok(()));
    assert_eq!(keep_failing(&deck, "203.0.113", 60).await, 25);
    let refused = attempt(&deck, EMAIL, "not the password at all", "203.0.113.251").await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Invalid);
    let refused = attempt(&deck, EMAIL, PASSWORD, "203.0.113.252").await.unwrap_err();
    assert_eq!((refused.kind, refused.retry_after_s), (ErrorKind::RateLimited, Some(300)));
    // While that network waits, the owner comes in from a network that Skydeck has never seen.
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, "192.0.2.7").await, Ok(()));
}

#[tokio::test]
async fn l2_guessing_from_many_networks_is_slowed_down_but_known_networks_stay_open() {
    let deck = Deck::open().await;
    deck.owner().await;
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, "192.0.2.7").await, Ok(()));
    let guess = async |n: u32| {
        attempt(&deck, EMAIL, "not the password at all", &format!("2001:db8:0:{n:x}::1")).await.unwrap_err()
    };
    for n in 0..20 {
        assert_eq!(guess(n).await.kind, ErrorKind::Invalid, "try {n}");
    }
    let limited = guess(20).await;
    assert_eq!((limited.kind, limited.retry_after_s), (ErrorKind::RateLimited, Some(60)));
    // The owner is known at home, and waits a minute at most elsewhere.
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, "192.0.2.9").await, Ok(()));
    let limited = attempt(&deck, EMAIL, PASSWORD, "203.0.113.7").await.unwrap_err();
    assert_eq!((limited.kind, limited.retry_after_s), (ErrorKind::RateLimited, Some(60)));
    deck.pass(Duration::from_secs(60));
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, "203.0.113.7").await, Ok(()));
    // The right one was taken back, so one guess a minute is left.
    assert_eq!(guess(21).await.kind, ErrorKind::Invalid);
    assert_eq!(guess(22).await.kind, ErrorKind::RateLimited);
}

#[tokio::test]
async fn l2_known_networks_have_their_own_failures_and_outlive_other_counters() {
    let deck = Deck::open().await;
    deck.owner().await;
    assert_eq!(attempt(&deck, EMAIL, PASSWORD, "192.0.2.7").await, Ok(()));
    deck.pass(3 * DAY);
    deck.backend.clear_ended().await.unwrap();
    assert_eq!(deck.count("SELECT COUNT(*) FROM throttle").await, 1);
    fail(&deck, EMAIL, 5).await;
    assert_eq!(waits(&deck, EMAIL, 2).await, [1, 2]);
    deck.pass(91 * DAY);
    deck.backend.clear_ended().await.unwrap();
    assert_eq!(deck.count("SELECT COUNT(*) FROM throttle").await, 0);
}

#[tokio::test]
async fn l2_tries_that_the_account_refuses_use_up_the_address() {
    let deck = Deck::open().await;
    deck.owner().await;
    let from = "198.51.100.7";
    for n in 0..10 {
        let refused = attempt(&deck, EMAIL, "not the password at all", from).await.unwrap_err();
        let kind = if n < 6 { ErrorKind::Invalid } else { ErrorKind::RateLimited };
        assert_eq!(refused.kind, kind, "try {n}");
    }
    // Nobody else's account can be tried from there now.
    let refused = attempt(&deck, "nobody@example.com", "not the password at all", from).await.unwrap_err();
    assert_eq!((refused.kind, refused.retry_after_s), (ErrorKind::RateLimited, Some(6)));
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
