//! S: what a session is worth, how long, and to whom.

use std::time::Duration;

use backend::Session;
use domain::policy::Role;
use tower_sessions::SessionStore as _;
use tower_sessions::session::{Id, Record};

use crate::support::{Deck, EMAIL, PASSWORD, here};

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn s2_a_copy_of_the_table_opens_nothing() {
    let deck = Deck::open().await;
    let session = deck.owner().await;
    assert!(deck.who(&session).await.is_some());
    let stored: String =
        sqlx::query_scalar("SELECT id FROM sessions").fetch_one(deck.backend.db().read()).await.unwrap();
    let id = session.id().unwrap();
    assert_ne!(stored, id.to_string());
    assert_eq!(stored.len(), 64);
    // What a thief could put into a cookie: the stored text does not even parse, and its bytes are another session's.
    assert!(stored.parse::<Id>().is_err());
    let bytes: [u8; 16] =
        std::array::from_fn(|at| u8::from_str_radix(&stored[at * 2..at * 2 + 2], 16).unwrap());
    assert!(deck.who(&deck.browser(Some(Id(i128::from_le_bytes(bytes))))).await.is_none());
}

#[tokio::test]
async fn s2_creating_a_session_under_a_taken_id_fails() {
    let deck = Deck::open().await;
    let session = deck.owner().await;
    let mut record = Record {
        id: session.id().unwrap(),
        data: Default::default(),
        expiry_date: time::OffsetDateTime::now_utc() + time::Duration::hours(1),
    };
    assert!(deck.backend.session_store().create(&mut record).await.is_err());
    assert!(deck.who(&session).await.is_some());
}

#[tokio::test]
async fn s2_saving_does_not_bring_an_ended_session_back() {
    let deck = Deck::open().await;
    let session = deck.owner().await;
    let slow_request = deck.next_request(&session);
    slow_request.insert("note", 1).await.unwrap();
    deck.backend.sign_out(&deck.next_request(&session)).await.unwrap();
    slow_request.save().await.unwrap();
    assert!(deck.who(&slow_request).await.is_none());
    assert_eq!(deck.count("SELECT COUNT(*) FROM sessions").await, 0);
}

#[tokio::test]
async fn s3_signing_in_changes_the_id_and_ends_the_old_one() {
    let deck = Deck::open().await;
    let first = deck.owner().await;
    let old = first.id();
    let request = deck.browser(old);
    deck.backend.sign_in(&request, EMAIL, PASSWORD.into(), here()).await.unwrap();
    assert_ne!(request.id(), old);
    assert!(deck.who(&deck.browser(old)).await.is_none());
    assert!(deck.who(&request).await.is_some());
}

#[tokio::test]
async fn s3_an_id_that_someone_else_chose_is_never_signed_in() {
    let deck = Deck::open().await;
    deck.owner().await;
    let planted = Id(42);
    let victim = deck.browser(Some(planted));
    deck.backend.sign_in(&victim, EMAIL, PASSWORD.into(), here()).await.unwrap();
    assert_ne!(victim.id(), Some(planted));
    assert!(deck.who(&deck.browser(Some(planted))).await.is_none());
}

#[tokio::test]
async fn s4_a_session_ends_after_half_an_hour_without_a_request() {
    let deck = Deck::open().await;
    let session = deck.owner().await;
    deck.pass(29 * MINUTE);
    assert!(deck.who(&session).await.is_some());
    deck.pass(29 * MINUTE);
    assert!(deck.who(&session).await.is_some());
    deck.pass(30 * MINUTE);
    assert!(deck.who(&session).await.is_none());
    // Nothing that is asked for afterwards brings it back.
    assert!(deck.who(&session).await.is_none());
}

#[tokio::test]
async fn s4_an_open_page_does_not_keep_its_session_alive() {
    let deck = Deck::open().await;
    let session = deck.owner().await;
    let again = || async {
        let stream = deck.next_request(&session);
        deck.backend.actor_again(&stream, String::new(), here()).await.unwrap()
    };
    for _ in 0..29 {
        deck.pass(MINUTE);
        assert!(again().await.is_some());
    }
    deck.pass(MINUTE);
    assert!(again().await.is_none());
    assert!(deck.who(&session).await.is_none());
}

async fn lifetime(deck: &Deck, session: &Session) -> Duration {
    let mut lived = Duration::ZERO;
    while deck.who(session).await.is_some() {
        deck.pass(20 * MINUTE);
        lived += 20 * MINUTE;
        assert!(lived <= 24 * HOUR);
    }
    lived
}

#[tokio::test]
async fn s4_a_session_in_use_ends_after_twelve_hours_and_an_admins_after_eight() {
    let deck = Deck::open_with(|config| config.demo = true).await;
    let accounts = deck.backend.seed_demo(&[]).await.unwrap();
    for account in accounts {
        let session = deck.sign_in(&account.email, &account.password).await;
        let hours = match account.role {
            Role::Owner | Role::Admin => 8,
            _ => 12,
        };
        assert_eq!(lifetime(&deck, &session).await, hours * HOUR, "{:?}", account.role);
    }
}

#[tokio::test]
async fn s4_the_last_use_is_written_once_a_minute_at_most() {
    let deck = Deck::open().await;
    let session = deck.owner().await;
    let seen = "SELECT last_seen FROM sessions";
    let before = deck.count(seen).await;
    deck.pass(Duration::from_secs(59));
    deck.who(&session).await.unwrap();
    assert_eq!(deck.count(seen).await, before);
    deck.pass(Duration::from_secs(1));
    deck.who(&session).await.unwrap();
    assert_eq!(deck.count(seen).await, before + 60_000);
}

#[tokio::test]
async fn s5_rights_are_read_again_on_every_request() {
    let deck = Deck::open_with(|config| config.demo = true).await;
    let accounts = deck.backend.seed_demo(&[]).await.unwrap();
    let admin = accounts.iter().find(|account| account.role == Role::Admin).unwrap();
    let session = deck.sign_in(&admin.email, &admin.password).await;
    assert_eq!(deck.actor(&session).await.role(), Role::Admin);

    deck.tamper("UPDATE memberships SET role = 'viewer' WHERE role = 'admin'").await;
    let actor = deck.actor(&session).await;
    assert_eq!(actor.role(), Role::Viewer);
    assert!(deck.backend.access(&actor).manage_credentials().is_err());

    deck.tamper("UPDATE memberships SET status = 'suspended' WHERE role = 'viewer'").await;
    // Only their own team is left.
    let actor = deck.actor(&session).await;
    assert_eq!((actor.role(), actor.session.teams.len()), (Role::Owner, 1));

    deck.tamper("UPDATE users SET disabled_at = 1").await;
    assert!(deck.who(&session).await.is_none());
}

#[tokio::test]
async fn s6_the_twenty_first_session_ends_the_oldest() {
    let deck = Deck::open().await;
    let mut sessions = vec![deck.owner().await];
    for _ in 0..20 {
        deck.pass(Duration::from_secs(1));
        sessions.push(deck.sign_in(EMAIL, PASSWORD).await);
    }
    assert_eq!(deck.count("SELECT COUNT(*) FROM sessions").await, 20);
    assert!(deck.who(&sessions[0]).await.is_none());
    assert!(deck.who(&sessions[1]).await.is_some());
    assert!(deck.who(&sessions[20]).await.is_some());
}

#[tokio::test]
async fn s7_signing_out_deletes_the_row_and_empties_the_session() {
    let deck = Deck::open().await;
    let session = deck.owner().await;
    let other = deck.sign_in(EMAIL, PASSWORD).await;
    let request = deck.next_request(&session);
    deck.backend.sign_out(&request).await.unwrap();
    assert!(request.is_empty().await && request.is_modified());
    assert!(deck.who(&session).await.is_none());
    assert!(deck.who(&other).await.is_some());
    assert_eq!(deck.count("SELECT COUNT(*) FROM sessions").await, 1);
    // Signing out twice, or without ever having signed in, is fine.
    deck.backend.sign_out(&deck.next_request(&session)).await.unwrap();
    deck.backend.sign_out(&deck.browser(None)).await.unwrap();
}

#[tokio::test]
async fn ended_sessions_are_cleared_away() {
    let deck = Deck::open().await;
    deck.owner().await;
    deck.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(deck.backend.clear_ended().await.unwrap(), 0);
    deck.pass(HOUR);
    let live = deck.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(deck.backend.clear_ended().await.unwrap(), 2);
    assert!(deck.who(&live).await.is_some());
}
