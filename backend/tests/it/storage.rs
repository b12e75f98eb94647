//! D: the file, its rights, one instance, schema changes.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use backend::{Argon2Config, Backend, OpenError};

use crate::support::Deck;

#[tokio::test]
async fn d1_the_database_is_durable_and_closed_to_others() {
    let deck = Deck::open().await;
    for (pragma, value) in
        [("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("busy_timeout", 5000)]
    {
        assert_eq!(deck.count(&format!("SELECT * FROM pragma_{pragma}")).await, value, "{pragma}");
    }
    let journal: String = sqlx::query_scalar("SELECT * FROM pragma_journal_mode")
        .fetch_one(deck.backend.db().read())
        .await
        .unwrap();
    assert_eq!(journal, "wal");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&deck.config.data_dir), 0o700);
    for entry in std::fs::read_dir(&deck.config.data_dir).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[tokio::test]
async fn d1_writes_take_turns_and_a_dropped_one_is_undone() {
    let deck = Deck::open().await;
    deck.tamper("CREATE TABLE counter (n BIGINT NOT NULL); INSERT INTO counter VALUES (0)").await;
    let mut tasks = tokio::task::JoinSet::new();
    for round in 0..40 {
        let db = deck.backend.db().clone();
        tasks.spawn(async move {
            let mut tx = db.write().await.unwrap();
            let n: i64 = sqlx::query_scalar("SELECT n FROM counter").fetch_one(tx.conn()).await.unwrap();
            sqlx::query("UPDATE counter SET n = $1").bind(n + 1).execute(tx.conn()).await.unwrap();
            if round % 2 == 0 {
                tx.commit().await.unwrap();
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    assert_eq!(deck.count("SELECT n FROM counter").await, 20);
}

#[tokio::test]
async fn d1_a_second_skydeck_on_the_same_folder_is_refused() {
    let deck = Deck::open().await;
    assert!(matches!(Backend::open(deck.config.clone()).await, Err(OpenError::InUse(_))));
    let deck = deck.reopen().await;
    assert!(deck.backend.ready().await);
}

#[tokio::test]
async fn d3_a_newer_schema_is_refused_unchanged() {
    let deck = Deck::open().await;
    deck.tamper(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (999999, 'from the future', 1, x'00', 0)",
    )
    .await;
    let path = deck.database();
    let Deck { backend, folder: _folder, keys: _keys, config } = deck;
    backend.close().await;
    drop(backend);
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Backend::open(config).await, Err(OpenError::TooNew { found: 999_999, .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn d3_an_edited_migration_is_refused() {
    let deck = Deck::open().await;
    deck.tamper("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1").await;
    let Deck { backend, folder: _folder, keys: _keys, config } = deck;
    backend.close().await;
    drop(backend);
    assert!(matches!(Backend::open(config).await, Err(OpenError::Migrate(_))));
}

#[tokio::test]
async fn d3_an_older_database_is_backed_up_before_its_schema_changes() {
    let deck = Deck::open().await;
    deck.owner().await;
    // As an older Skydeck left it: the migration that made these tables, and what came later, were not applied yet.
    deck.tamper(
        "DROP TABLE marks; DROP TABLE preferences; DROP TABLE views; DROP TABLE ssh_keys; DROP TABLE scripts; \
         DELETE FROM _sqlx_migrations WHERE version >= 13",
    )
    .await;
    let deck = deck.reopen().await;
    let backups: Vec<_> = std::fs::read_dir(deck.config.data_dir.join("backups"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(backups.len(), 1);
    assert_eq!(std::fs::metadata(&backups[0]).unwrap().permissions().mode() & 0o777, 0o600);
    let url = format!("sqlite://{}?mode=ro", backups[0].display());
    let copy = sqlx::AnyPool::connect(&url).await.unwrap();
    let users: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(&copy).await.unwrap();
    let scripts: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master WHERE name = 'scripts'")
        .fetch_one(&copy)
        .await
        .unwrap();
    assert_eq!((users, scripts), (1, 0));
    assert_eq!(deck.count("SELECT COUNT(*) FROM scripts").await, 0);
}

#[tokio::test]
async fn p1_a_hash_below_the_floor_refuses_to_start() {
    for weak in [
        Argon2Config { memory_kib: 19_455, ..Argon2Config::FLOOR },
        Argon2Config { iterations: 1, ..Argon2Config::FLOOR },
        Argon2Config { parallelism: 0, ..Argon2Config::FLOOR },
    ] {
        let deck = Deck::open().await;
        let mut config = deck.config.clone();
        deck.backend.close().await;
        config.argon2 = weak;
        assert!(matches!(Backend::open(config).await, Err(OpenError::Config(_))));
    }
}

#[tokio::test]
async fn d2_a_full_disk_is_said_and_nothing_is_half_done() {
    let deck = Deck::open().await;
    let mut tx = deck.backend.db().write().await.unwrap();
    sqlx::raw_sql("CREATE TABLE filler (text TEXT); PRAGMA max_page_count = 1;")
        .execute(tx.conn())
        .await
        .unwrap();
    let full = sqlx::query("INSERT INTO filler VALUES ($1)")
        .bind("x".repeat(1_000_000))
        .execute(tx.conn())
        .await
        .unwrap_err();
    let error = backend::BackendError::from(full);
    assert_eq!(error.public().kind, domain::ErrorKind::Unavailable);
    assert!(error.cause().unwrap().contains("full"));
    sqlx::raw_sql("PRAGMA max_page_count = 1000000").execute(tx.conn()).await.ok();
    drop(tx);
    assert_eq!(deck.count("SELECT COUNT(*) FROM sqlite_master WHERE name = 'filler'").await, 0);
    // A disk that is merely slow fails one try; the next one is made two seconds later.
    let ready = async {
        while !deck.backend.ready().await {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), ready).await.expect("writes work again");
}

#[tokio::test]
async fn d6_readiness_writes_at_most_every_two_seconds() {
    let deck = Deck::open().await;
    let written = "SELECT COUNT(*) FROM meta WHERE name = 'readiness'";
    assert_eq!(deck.count(written).await, 0);
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        deck.tamper("DELETE FROM meta WHERE name = 'readiness'").await;
        let begun = loop {
            let begun = Instant::now();
            let ready = deck.backend.ready().await;
            if ready && deck.count(written).await == 1 {
                break begun;
            }
            assert!(begun < deadline, "readiness was never written");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        deck.tamper("DELETE FROM meta WHERE name = 'readiness'").await;
        assert!(deck.backend.ready().await);
        let again = deck.count(written).await;
        // A slow machine may have let two seconds pass meanwhile; that round tells nothing.
        if begun.elapsed() < Duration::from_secs(2) {
            assert_eq!(again, 0);
            return;
        }
    }
}
