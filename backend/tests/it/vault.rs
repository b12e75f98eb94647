//! K: sealed keys, the master key, and what a copy of the database is worth.

use std::path::Path;

use backend::audit::Problem;
use backend::vault::VaultError;
use backend::vault::master_key::MasterKey;
use backend::{Backend, MasterKeySource, OpenError, TeamScope};
use domain::ids::CredentialId;
use domain::provider::Brand;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use simulators::SimKind;

use crate::support::{Deck, new_key, options, simulator};

const OTHER_KEY: &str = "9f3c1be07a5d8842f016cd99b3e45a7721c8de0496fb3a6d5812e7c0af4d936b";
const CANARY: &str = "CANARY0f1e2d3c4b5a69788796";

/// A Skydeck with one stored key, which is `CANARY`.
async fn with_key() -> (Deck, simulators::Simulator, CredentialId) {
    let virtua = simulator(SimKind::Virtua).await;
    virtua.control().set_key(CANARY);
    let provider_options = options(&[&virtua]);
    let deck = Deck::open_with(|config| config.provider_options = provider_options).await;
    let actor = deck.actor(&deck.owner().await).await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    let check = manager.add(new_key(Brand::Virtua, "Main", CANARY)).await.unwrap();
    (deck, virtua, check.credential)
}

async fn open(deck: &Deck, id: CredentialId) -> Result<String, VaultError> {
    let row = backend::db::credentials::find(deck.backend.db().read(), id).await.unwrap().unwrap();
    deck.backend.vault().open_credential(&row).map(|open| open.key.expose_secret().to_owned())
}

fn digest(path: &Path) -> Vec<u8> {
    Sha256::digest(std::fs::read(path).unwrap()).to_vec()
}

#[tokio::test]
async fn k1_a_stored_key_opens_and_each_seal_differs() {
    let (deck, _virtua, id) = with_key().await;
    assert_eq!(open(&deck, id).await.unwrap(), CANARY);
    let row = backend::db::credentials::find(deck.backend.db().read(), id).await.unwrap().unwrap();
    let credential = deck.backend.vault().open_credential(&row).unwrap();
    let again = deck.backend.vault().seal_credential(id, row.team, &credential, 1).unwrap();
    assert_ne!(again, row.sealed_key);
    assert_eq!(again.len(), row.sealed_key.len());
}

#[tokio::test]
async fn k3_a_key_that_was_moved_or_redirected_fails_closed_and_is_audited() {
    let (deck, _virtua, id) = with_key().await;
    let changes = [
        "UPDATE credentials SET base_url = 'https://evil.example/v1'",
        "UPDATE credentials SET base_url = replace(base_url, 'http:', 'https:')",
        "UPDATE credentials SET brand = 'elastis'",
        "UPDATE credentials SET key_version = 2",
        "PRAGMA defer_foreign_keys=ON; UPDATE credentials SET team_id = (SELECT id FROM teams WHERE name = 'Other')",
    ];
    deck.tamper("INSERT INTO teams (id, name, created_at) VALUES ('7c9e6679-7425-40de-944b-e07fc1f90ae7', 'Other', 0)")
        .await;
    deck.tamper("CREATE TABLE kept AS SELECT * FROM credentials").await;
    for change in changes {
        deck.tamper(change).await;
        assert_eq!(open(&deck, id).await, Err(VaultError::Forged), "{change}");
        deck.tamper("DELETE FROM credentials; INSERT INTO credentials SELECT * FROM kept").await;
        assert_eq!(open(&deck, id).await.unwrap(), CANARY);
    }
    deck.tamper("UPDATE credentials SET brand = 'elastis'").await;
    let row = backend::db::credentials::find(deck.backend.db().read(), id).await.unwrap().unwrap();
    assert!(deck.backend.open_credential(&row).await.is_err());
    assert_eq!(
        deck.count("SELECT COUNT(*) FROM audit WHERE action = 'credential.open' AND result = 'failed'").await,
        1
    );
}

#[tokio::test]
async fn k3_swapped_rows_fail_closed() {
    let (deck, virtua, first) = with_key().await;
    virtua.control().set_key("another-key-of-this-team");
    let accounts = deck.sign_in(crate::support::EMAIL, crate::support::PASSWORD).await;
    let actor = deck.actor(&accounts).await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    let second =
        manager.add(new_key(Brand::Virtua, "Second", "another-key-of-this-team")).await.unwrap().credential;
    deck.tamper(&format!(
        "CREATE TABLE swap AS SELECT id, sealed_key FROM credentials; \
         UPDATE credentials SET sealed_key = (SELECT sealed_key FROM swap WHERE id = '{second}') WHERE id = '{first}'; \
         UPDATE credentials SET sealed_key = (SELECT sealed_key FROM swap WHERE id = '{first}') WHERE id = '{second}'"
    ))
    .await;
    assert_eq!(open(&deck, first).await, Err(VaultError::Forged));
    assert_eq!(open(&deck, second).await, Err(VaultError::Forged));
    let verified = deck.backend.vault().verify_all(deck.backend.db()).await.unwrap();
    assert_eq!((verified.good, verified.bad.len()), (0, 2));
}

#[tokio::test]
async fn k3_every_flipped_byte_fails_closed() {
    let (deck, _virtua, id) = with_key().await;
    let row = backend::db::credentials::find(deck.backend.db().read(), id).await.unwrap().unwrap();
    for place in 0..row.sealed_key.len() {
        let mut changed = row.clone();
        changed.sealed_key[place] ^= 0x01;
        assert!(deck.backend.vault().open_credential(&changed).is_err(), "byte {place}");
    }
    for length in 0..row.sealed_key.len() {
        let mut cut = row.clone();
        cut.sealed_key.truncate(length);
        assert!(deck.backend.vault().open_credential(&cut).is_err(), "length {length}");
    }
}

#[tokio::test]
async fn k4_an_unknown_version_and_another_key_are_named() {
    let (deck, _virtua, id) = with_key().await;
    let mut row = backend::db::credentials::find(deck.backend.db().read(), id).await.unwrap().unwrap();
    assert_eq!(row.sealed_key.len(), 1 + 8 + 24 + 48 + 24 + CANARY.len() + 16);
    row.sealed_key[0] = 2;
    assert_eq!(deck.backend.vault().open_credential(&row).err(), Some(VaultError::UnknownVersion(2)));
    row.sealed_key[0] = 1;
    row.sealed_key[3] ^= 0xff;
    assert!(matches!(deck.backend.vault().open_credential(&row), Err(VaultError::OtherKey { .. })));
    row.sealed_key = CANARY.as_bytes().to_vec();
    assert!(deck.backend.vault().open_credential(&row).is_err());
}

#[tokio::test]
async fn k6_a_wrong_key_changes_nothing() {
    let (deck, _virtua, _) = with_key().await;
    let path = deck.database();
    let expected = deck.backend.vault().key_id().to_string();
    let Deck { backend, folder: _folder, keys: _keys, mut config } = deck;
    backend.close().await;
    drop(backend);
    let before = digest(&path);

    config.master_key = MasterKeySource::Value(OTHER_KEY.into());
    let refused = Backend::open(config.clone()).await.unwrap_err();
    assert!(matches!(refused, OpenError::KeyWrong { .. }), "{refused:?}");
    let line = refused.to_string();
    let offered = MasterKey::from_bytes(&hex(OTHER_KEY)).unwrap().id().to_string();
    assert!(line.contains(&expected) && line.contains(&offered) && !line.contains('\n'), "{line}");
    assert_eq!(digest(&path), before);

    config.master_key = MasterKeySource::FileOrNew(config.data_dir.join("../nowhere/master.key"));
    let refused = Backend::open(config.clone()).await.unwrap_err();
    assert!(matches!(refused, OpenError::KeyMissing { .. }), "{refused:?}");
    assert!(refused.to_string().contains(&expected));
    assert!(!config.data_dir.join("../nowhere/master.key").exists());
    assert_eq!(digest(&path), before);
}

/// What a crash leaves behind: the newest rows are in the log and not yet in the main file.
#[tokio::test]
async fn k6_a_wrong_key_changes_nothing_after_a_crash_either() {
    let (deck, _virtua, id) = with_key().await;
    let copy = tempfile::tempdir().unwrap();
    let mut config = deck.config.clone();
    config.data_dir = copy.path().join("data");
    std::fs::create_dir(&config.data_dir).unwrap();
    for name in ["skydeck.db", "skydeck.db-wal"] {
        std::fs::copy(deck.config.data_dir.join(name), config.data_dir.join(name)).unwrap();
    }
    let files = ["skydeck.db", "skydeck.db-wal"].map(|name| config.data_dir.join(name));
    let before = files.each_ref().map(|path| digest(path));
    assert!(std::fs::metadata(&files[1]).unwrap().len() > 0);

    let right = std::mem::replace(&mut config.master_key, MasterKeySource::Value(OTHER_KEY.into()));
    assert!(matches!(Backend::open(config.clone()).await, Err(OpenError::KeyWrong { .. })));
    assert_eq!(files.each_ref().map(|path| digest(path)), before);

    config.master_key = right;
    let backend = Backend::open(config).await.unwrap();
    let row = backend::db::credentials::find(backend.db().read(), id).await.unwrap().unwrap();
    assert_eq!(backend.vault().open_credential(&row).unwrap().key.expose_secret(), CANARY);
    backend.close().await;
}

#[tokio::test]
async fn k6_secrets_without_a_key_check_are_refused() {
    let (deck, _virtua, _) = with_key().await;
    deck.tamper("DELETE FROM meta WHERE name = 'key_check'").await;
    let Deck { backend, folder: _folder, keys: _keys, config } = deck;
    backend.close().await;
    drop(backend);
    assert!(matches!(Backend::open(config).await, Err(OpenError::NoKeyCheck)));
}

#[tokio::test]
async fn k6_the_key_check_belongs_to_its_database() {
    let deck = Deck::open().await;
    deck.tamper("UPDATE meta SET value = 'another database' WHERE name = 'instance_id'").await;
    let Deck { backend, folder: _folder, keys: _keys, config } = deck;
    backend.close().await;
    drop(backend);
    assert!(matches!(Backend::open(config).await, Err(OpenError::KeyWrong { .. })));
}

#[tokio::test]
async fn k7_verify_opens_every_row() {
    let (deck, _virtua, id) = with_key().await;
    let verified = deck.backend.vault().verify_all(deck.backend.db()).await.unwrap();
    assert_eq!((verified.good, verified.bad.len()), (1, 0));
    deck.tamper("UPDATE credentials SET sealed_key = x'01'").await;
    let verified = deck.backend.vault().verify_all(deck.backend.db()).await.unwrap();
    assert_eq!(verified.good, 0);
    assert_eq!((&verified.bad[0].row, &verified.bad[0].why), (&id.to_string(), &VaultError::Malformed));
}

#[tokio::test]
async fn k9_the_key_is_in_no_file_no_page_and_no_text() {
    let (deck, _virtua, id) = with_key().await;
    let row = backend::db::credentials::find(deck.backend.db().read(), id).await.unwrap().unwrap();
    let open = deck.backend.vault().open_credential(&row).unwrap();
    let actor = deck.actor(&deck.sign_in(crate::support::EMAIL, crate::support::PASSWORD).await).await;
    let page = deck.backend.access(&actor).credentials().unwrap().page().await.unwrap();
    assert_eq!(page.rows[0].last_four, "8796");
    assert_eq!(page.rows[0].fingerprint.len(), 8);
    let page = serde_json::to_string(&page).unwrap();
    let entries = sqlx::query_scalar::<_, String>("SELECT group_concat(detail) FROM audit")
        .fetch_one(deck.backend.db().read())
        .await
        .unwrap();
    let texts = [
        format!("{open:?}"),
        format!("{row:?}"),
        format!("{:?}", deck.backend),
        format!("{:?}", new_key(Brand::Virtua, "x", CANARY)),
        page,
        entries,
    ];
    for text in texts {
        assert!(!text.contains(CANARY), "{text}");
    }
    let mut files = 0;
    for entry in std::fs::read_dir(&deck.config.data_dir).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let hex = CANARY.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        for needle in [CANARY, &hex] {
            assert!(!bytes.windows(needle.len()).any(|window| window == needle.as_bytes()));
        }
        files += 1;
    }
    assert!(files >= 2);
}

#[tokio::test]
async fn k9_short_keys_show_fewer_characters() {
    let deck = Deck::open().await;
    let shown = |key: &str| deck.backend.vault().fingerprint(&key.into()).unwrap().last_four;
    assert_eq!(shown("abc"), "");
    assert_eq!(shown("abcdefgh"), "gh");
    assert_eq!(shown("abcdefghijklmnopqrst"), "qrst");
}

#[tokio::test]
async fn replacing_a_key_makes_the_old_envelope_useless() {
    let (deck, virtua, id) = with_key().await;
    deck.tamper("CREATE TABLE kept AS SELECT * FROM credentials").await;
    virtua.control().set_key("the-next-key-of-this-row");
    let actor = deck.actor(&deck.sign_in(crate::support::EMAIL, crate::support::PASSWORD).await).await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    manager.replace(id, "the-next-key-of-this-row".into()).await.unwrap();
    assert_eq!(open(&deck, id).await.unwrap(), "the-next-key-of-this-row");
    deck.tamper("UPDATE credentials SET sealed_key = (SELECT sealed_key FROM kept)").await;
    assert_eq!(open(&deck, id).await, Err(VaultError::Forged));
    let rows =
        backend::db::credentials::list_by_team(deck.backend.db().read(), TeamScope::of_own_row(actor.team()))
            .await
            .unwrap();
    assert_eq!(rows.len(), 1);
    let mut connection = deck.backend.db().read().acquire().await.unwrap();
    let verdict = backend::audit::verify(&mut connection, deck.backend.vault(), None).await.unwrap();
    assert_eq!(verdict.problem, None::<Problem>);
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Whether what runs outside tests exposes a secret.
fn exposes(path: &Path, text: &str) -> bool {
    let test = path.file_name().is_some_and(|name| name == "tests.rs")
        || path.components().any(|part| part.as_os_str() == "tests");
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    !test && code.contains("expose_secret")
}

/// `expose_secret` is called where a secret is used, and nowhere else. A new file in this list is a decision:
/// `app/src/secret.rs` gives a person what they asked to see, `acts/secret.rs` holds passwords and scripts against rules.
#[test]
fn k8_secrets_are_exposed_in_few_places() {
    let allowed = [
        "app/src/secret.rs",
        "backend/src/acts/secret.rs",
        "backend/src/auth/hasher.rs",
        "backend/src/auth/sign_in.rs",
        "backend/src/demo.rs",
        "backend/src/services/credentials/add.rs",
        "backend/src/services/key_ring/scripts.rs",
        "backend/src/vault/envelope.rs",
        "backend/src/vault/fingerprint.rs",
        "backend/src/vault/key_check.rs",
        "backend/src/vault/keys.rs",
        "backend/src/vault/master_key.rs",
        "providers/src/http/key.rs",
        "providers/src/http/payload.rs",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    let mut folders: Vec<_> = ["app", "backend", "domain", "frontend", "providers", "server"]
        .into_iter()
        .map(|name| root.join(name).join("src"))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path).is_ok_and(|text| exposes(&path, &text)) {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    assert_eq!(found, allowed);
}
