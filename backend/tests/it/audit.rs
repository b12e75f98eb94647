//! A: the audit log shows whatever was done to it.

use backend::audit::{Entry, Head, Problem, head, record, verify};

use crate::support::Deck;

async fn write(deck: &Deck, count: usize) {
    for n in 0..count {
        let mut tx = deck.backend.db().write().await.unwrap();
        let entry = Entry::by_skydeck("test.entry", n);
        record(&mut tx, deck.backend.vault(), deck.backend.now(), entry).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn problem(deck: &Deck, noted: Option<&Head>) -> Option<Problem> {
    let mut connection = deck.backend.db().read().acquire().await.unwrap();
    verify(&mut connection, deck.backend.vault(), noted).await.unwrap().problem
}

const OPEN_UP: &str = "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; ";

#[tokio::test]
async fn a3_a_whole_chain_verifies_without_gaps() {
    let deck = Deck::open().await;
    assert_eq!(problem(&deck, None).await, None);
    write(&deck, 5).await;
    // An undone change leaves neither an entry nor a gap.
    let mut tx = deck.backend.db().write().await.unwrap();
    record(&mut tx, deck.backend.vault(), deck.backend.now(), Entry::by_skydeck("test.undone", 0))
        .await
        .unwrap();
    drop(tx);
    write(&deck, 2).await;
    assert_eq!(problem(&deck, None).await, None);
    assert_eq!(deck.count("SELECT COUNT(*) FROM audit").await, 7);
    assert_eq!(deck.count("SELECT MAX(seq) FROM audit").await, 7);
    let deck = deck.reopen().await;
    assert_eq!(problem(&deck, None).await, None);
}

#[tokio::test]
async fn a3_entries_cannot_be_changed_or_removed() {
    let deck = Deck::open().await;
    write(&deck, 1).await;
    for sql in ["UPDATE audit SET result = 'x'", "DELETE FROM audit"] {
        let mut tx = deck.backend.db().write().await.unwrap();
        let refused = sqlx::raw_sql(sql).execute(tx.conn()).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    assert_eq!(problem(&deck, None).await, None);
}

#[tokio::test]
async fn a3_edits_gaps_and_reordering_are_found() {
    for (sql, found) in [
        ("UPDATE audit SET result = 'x' WHERE seq = 3", Problem::Changed { seq: 3 }),
        ("UPDATE audit SET team_id = '' WHERE seq = 2", Problem::Changed { seq: 2 }),
        ("DELETE FROM audit WHERE seq = 4", Problem::Gap { seq: 4 }),
        ("DELETE FROM audit WHERE seq = 1", Problem::Gap { seq: 1 }),
        (
            "UPDATE audit SET seq = 100 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 100",
            Problem::Changed { seq: 2 },
        ),
        ("DELETE FROM meta WHERE name = 'audit_head'", Problem::NoHead),
        ("UPDATE meta SET value = replace(value, '6:', '5:') WHERE name = 'audit_head'", Problem::NoHead),
    ] {
        let deck = Deck::open().await;
        write(&deck, 6).await;
        deck.tamper(&format!("{OPEN_UP}{sql}")).await;
        assert_eq!(problem(&deck, None).await, Some(found), "{sql}");
    }
}

#[tokio::test]
async fn a3_a_cut_off_end_is_found_also_after_more_entries() {
    let deck = Deck::open().await;
    write(&deck, 6).await;
    deck.tamper(&format!("{OPEN_UP}DELETE FROM audit WHERE seq > 4")).await;
    assert_eq!(problem(&deck, None).await, Some(Problem::Truncated { seq: 4 }));
    write(&deck, 1).await;
    assert_eq!(problem(&deck, None).await, Some(Problem::Gap { seq: 5 }));
}

#[tokio::test]
async fn a3_an_older_copy_is_found_by_the_noted_head() {
    let deck = Deck::open().await;
    write(&deck, 2).await;
    deck.tamper("CREATE TABLE old AS SELECT value FROM meta WHERE name = 'audit_head'").await;
    write(&deck, 2).await;
    let noted = {
        let mut connection = deck.backend.db().read().acquire().await.unwrap();
        head(&mut connection, deck.backend.vault()).await.unwrap().unwrap()
    };
    assert_eq!(problem(&deck, Some(&noted)).await, None);
    deck.tamper(&format!(
        "{OPEN_UP}DELETE FROM audit WHERE seq > 2; \
         UPDATE meta SET value = (SELECT value FROM old) WHERE name = 'audit_head'"
    ))
    .await;
    assert_eq!(problem(&deck, None).await, None);
    assert_eq!(problem(&deck, Some(&noted)).await, Some(Problem::Truncated { seq: 2 }));
}

#[tokio::test]
async fn a2_nothing_is_done_without_a_log() {
    let deck = Deck::open().await;
    let session = deck.owner().await;
    deck.tamper("DELETE FROM meta WHERE name = 'audit_head'").await;
    let fresh = deck.browser(None);
    let refused = deck
        .backend
        .sign_in(&fresh, crate::support::EMAIL, crate::support::PASSWORD.into(), crate::support::here())
        .await
        .unwrap_err();
    assert_eq!(refused.public().kind, domain::ErrorKind::Internal);
    assert!(deck.who(&fresh).await.is_none());
    assert!(deck.who(&session).await.is_some());
}

#[tokio::test]
async fn a1_entries_hold_no_address_that_nobody_has() {
    let deck = Deck::open().await;
    let typed = deck.browser(None);
    let wrong = deck.backend.sign_in(
        &typed,
        "my-secret-word@example.com",
        "whatever it is".into(),
        crate::support::here(),
    );
    assert!(wrong.await.is_err());
    assert_eq!(
        deck.count("SELECT COUNT(*) FROM audit WHERE action = 'session.sign_in' AND result = 'denied'").await,
        1
    );
    assert_eq!(
        deck.count("SELECT COUNT(*) FROM audit WHERE actor || target || detail LIKE '%secret-word%'").await,
        0
    );
    assert_eq!(deck.count("SELECT COUNT(*) FROM throttle WHERE name LIKE '%secret-word%'").await, 0);
}
