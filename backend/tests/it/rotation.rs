//! K7: another master key, while Skydeck runs.

use std::path::Path;

use backend::audit::Problem;
use backend::db::credentials::{self, StoredCredential};
use backend::vault::VaultError;
use backend::{Backend, CredentialManager, MasterKeySource, OpenError, RotateError, Rotation, Step};
use domain::ids::CredentialId;
use domain::provider::Brand;
use secrecy::ExposeSecret;
use simulators::{SimKind, Simulator};

use crate::support::{Deck, EMAIL, PASSWORD, new_key, options, simulator};

const OLD: &str = "9f3c1be07a5d8842f016cd99b3e45a7721c8de0496fb3a6d5812e7c0af4d936b";
const NEW: &str = "5b1d0c9a7e62f4381f9930ab6cd7e8521046bf7793ce2d8f0a64b5e1c93f8d27";
const KEYS: [&str; 3] = ["first-secret-of-three", "second-secret-of-three", "third-secret-of-three"];

fn keys(list: &[&str]) -> MasterKeySource {
    MasterKeySource::Value(list.join("\n").into())
}

async fn add(manager: &CredentialManager<'_>, virtua: &Simulator, label: &str, key: &str) -> CredentialId {
    virtua.control().set_key(key);
    manager.add(new_key(Brand::Virtua, label, key)).await.unwrap().credential
}

/// Started with `masters`, and with three secrets.
async fn deck(masters: &[&str]) -> (Deck, Simulator) {
    let virtua = simulator(SimKind::Virtua).await;
    let provider_options = options(&[&virtua]);
    let deck = Deck::open_with(|config| {
        config.provider_options = provider_options;
        config.master_key = keys(masters);
    })
    .await;
    let actor = deck.actor(&deck.owner().await).await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    for key in KEYS {
        add(&manager, &virtua, key, key).await;
    }
    (deck, virtua)
}

/// Three secrets under the old key, and Skydeck restarted with both.
async fn restarted() -> (Deck, Simulator) {
    let (mut deck, virtua) = deck(&[OLD]).await;
    deck.config.master_key = keys(&[NEW, OLD]);
    (deck.reopen().await, virtua)
}

async fn rows(backend: &Backend) -> Vec<StoredCredential> {
    credentials::list_all(backend.db().read()).await.unwrap()
}

/// What every stored key says when it is opened, in order.
async fn opened(backend: &Backend) -> Vec<String> {
    let open = |row| backend.vault().open_credential(&row).unwrap().key.expose_secret().to_owned();
    let mut keys: Vec<_> = rows(backend).await.into_iter().map(open).collect();
    keys.sort();
    keys
}

async fn audit_problem(backend: &Backend) -> Option<Problem> {
    let mut connection = backend.db().read().acquire().await.unwrap();
    backend::audit::verify(&mut connection, backend.vault(), None).await.unwrap().problem
}

/// What each held key wraps and whether it can go, first the one that seals.
async fn uses(backend: &Backend) -> Vec<(usize, bool)> {
    let verified = backend.vault().verify_all(backend.db()).await.unwrap();
    assert!(verified.bad.is_empty(), "{verified:?}");
    verified.keys.iter().map(|key| (key.values, key.removable())).collect()
}

/// The data as a process that was killed now would leave it.
fn crashed(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for name in ["skydeck.db", "skydeck.db-wal"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[tokio::test]
async fn k7_rotation_resumes_after_a_kill_at_any_row() {
    let (deck, _virtua) = restarted().await;
    let mut rotation = Rotation::open(&deck.config).await.unwrap();
    let expected = opened(&deck.backend).await;
    let copies = tempfile::tempdir().unwrap();
    for done in 0..=KEYS.len() + 1 {
        let mut config = deck.config.clone();
        config.data_dir = copies.path().join(done.to_string());
        crashed(&deck.config.data_dir, &config.data_dir);

        // Neither key alone starts it half-way; the new one does at the end.
        let ended = done == KEYS.len() + 1;
        for (alone, fits) in [(OLD, done == 0), (NEW, ended)] {
            config.master_key = keys(&[alone]);
            let path = config.data_dir.join("skydeck.db");
            let before = std::fs::read(&path).unwrap();
            if !fits {
                let refused = Backend::open(config.clone()).await.unwrap_err();
                assert!(matches!(refused, OpenError::KeyWrong { .. }), "{done} {refused}");
                assert_eq!(std::fs::read(&path).unwrap(), before);
            }
        }
        config.master_key = keys(&[NEW, OLD]);
        let resumed = Rotation::open(&config).await.unwrap().run().await.unwrap();
        assert_eq!(resumed.secrets, KEYS.len().saturating_sub(done), "after {done} rows");
        config.master_key = keys(&[NEW]);
        let backend = Backend::open(config).await.unwrap();
        assert_eq!(opened(&backend).await, expected);
        assert_eq!(audit_problem(&backend).await, None);
        backend.close().await;

        if !ended {
            let step = rotation.step(1).await.unwrap();
            let last = done == KEYS.len();
            assert_eq!(step, if last { Step::Finished } else { Step::Rewrapped(1) });
        }
    }
}

#[tokio::test]
async fn k7_only_the_wrapping_changes() {
    let (deck, _virtua) = restarted().await;
    let before = rows(&deck.backend).await;
    assert_eq!(Rotation::open(&deck.config).await.unwrap().run().await.unwrap().secrets, KEYS.len());
    for (old, new) in before.iter().zip(rows(&deck.backend).await) {
        let (kept, wrapping) = (1 + 8 + 24 + 48, 1 + 8);
        assert_eq!(old.sealed_key[kept..], new.sealed_key[kept..]);
        assert_ne!(old.sealed_key[wrapping..kept], new.sealed_key[wrapping..kept]);
        assert_eq!((old.key_version, &old.fingerprint), (new.key_version, &new.fingerprint));
    }
    let again = Rotation::open(&deck.config).await.unwrap().run().await.unwrap();
    assert_eq!(again.secrets, 0);
    let entries = "SELECT COUNT(*) FROM audit WHERE action = 'key.rotate' AND result = ";
    assert_eq!(deck.count(&format!("{entries}'intended'")).await, 1);
    assert_eq!(deck.count(&format!("{entries}'ok'")).await, 1);
}

#[tokio::test]
async fn k7_service_reads_and_writes_during_rotation() {
    let (deck, virtua) = restarted().await;
    let actor = deck.actor(&deck.sign_in(EMAIL, PASSWORD).await).await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    let mut rotation = Rotation::open(&deck.config).await.unwrap();
    let (mut expected, mut finished) = (opened(&deck.backend).await, false);
    for round in 0..20 {
        if finished {
            break;
        }
        finished = rotation.step(1).await.unwrap() == Step::Finished;
        let key = format!("written-in-round-{round}");
        if round == 1 {
            let row = rows(&deck.backend).await.pop().unwrap();
            let old = deck.backend.vault().open_credential(&row).unwrap().key.expose_secret().to_owned();
            expected.retain(|key| *key != old);
            virtua.control().set_key(&key);
            manager.replace(row.id, key.as_str().into()).await.unwrap();
        } else {
            add(&manager, &virtua, &key, &key).await;
        }
        expected.push(key);
        expected.sort();
        assert_eq!(opened(&deck.backend).await, expected);
        assert!(deck.backend.ready().await);
    }
    assert!(finished);
    assert_eq!(uses(&deck.backend).await, [(expected.len() + 1, false), (0, true)]);
    assert_eq!(audit_problem(&deck.backend).await, None);
}

#[tokio::test]
async fn k7_service_writes_while_a_rotation_runs_beside_it() {
    let (deck, virtua) = restarted().await;
    let actor = deck.actor(&deck.sign_in(EMAIL, PASSWORD).await).await;
    let manager = deck.backend.access(&actor).manage_credentials().unwrap();
    let rotation = Rotation::open(&deck.config).await.unwrap();
    let rotation = tokio::spawn(rotation.run());
    for round in 0..5 {
        let key = format!("written-beside-it-{round}");
        add(&manager, &virtua, &key, &key).await;
    }
    rotation.await.unwrap().unwrap();
    assert_eq!(uses(&deck.backend).await, [(KEYS.len() + 5 + 1, false), (0, true)]);
    assert_eq!(audit_problem(&deck.backend).await, None);
}

#[tokio::test]
async fn k7_a_skydeck_that_does_not_hold_the_new_key_is_not_left_behind() {
    let (deck, _virtua) = deck(&[OLD]).await;
    let before = rows(&deck.backend).await;
    let mut config = deck.config.clone();
    config.master_key = keys(&[NEW, OLD]);
    assert!(matches!(Rotation::open(&config).await, Err(RotateError::NotInUse(_))));
    let untouched = rows(&deck.backend).await;
    assert!(before.iter().zip(&untouched).all(|(one, other)| one.sealed_key == other.sealed_key));

    // Restarted with both, and then once more without the new one, before the first row was re-wrapped.
    let mut deck = deck;
    deck.config.master_key = keys(&[NEW, OLD]);
    let mut deck = deck.reopen().await;
    let mut rotation = Rotation::open(&deck.config).await.unwrap();
    deck.config.master_key = keys(&[OLD]);
    let deck = deck.reopen().await;
    assert!(matches!(rotation.step(1).await, Err(RotateError::NotInUse(_))));
    assert_eq!(opened(&deck.backend).await.len(), KEYS.len());

    // With nobody running it begins at once.
    let Deck { backend, folder: _folder, keys: _keys, .. } = deck;
    backend.close().await;
    drop(backend);
    assert_eq!(Rotation::open(&config).await.unwrap().run().await.unwrap().secrets, KEYS.len());
    config.master_key = keys(&[NEW]);
    Backend::open(config).await.unwrap().close().await;
}

#[tokio::test]
async fn k7_old_key_is_removable_only_when_unused() {
    let (deck, _virtua) = restarted().await;
    assert_eq!(uses(&deck.backend).await, [(0, false), (KEYS.len() + 1, false)]);
    let mut rotation = Rotation::open(&deck.config).await.unwrap();
    rotation.step(2).await.unwrap();
    assert_eq!(uses(&deck.backend).await, [(2, false), (2, false)]);
    rotation.step(2).await.unwrap();
    assert_eq!(uses(&deck.backend).await, [(3, false), (1, false)], "the key check is left");
    rotation.step(2).await.unwrap();
    assert_eq!(uses(&deck.backend).await, [(4, false), (0, true)]);
    let mut deck = deck;
    deck.config.master_key = keys(&[NEW]);
    let deck = deck.reopen().await;
    assert_eq!(uses(&deck.backend).await, [(4, false)]);
}

#[tokio::test]
async fn k7_a_row_that_does_not_open_keeps_the_old_key() {
    let (deck, _virtua) = restarted().await;
    let row = rows(&deck.backend).await.remove(0);
    deck.tamper(&format!("UPDATE credentials SET base_url = 'https://evil.example' WHERE id = '{}'", row.id))
        .await;
    let error = Rotation::open(&deck.config).await.unwrap().run().await.unwrap_err();
    let RotateError::Bad(bad) = &error else { panic!("{error:?}") };
    assert_eq!((bad.len(), &bad[0].row, &bad[0].why), (1, &row.id.to_string(), &VaultError::Forged));
    let verified = deck.backend.vault().verify_all(deck.backend.db()).await.unwrap();
    assert_eq!((verified.good, verified.keys[1].values, verified.keys[1].removable()), (2, 2, false));
    deck.tamper(&format!("DELETE FROM credentials WHERE id = '{}'", row.id)).await;
    Rotation::open(&deck.config).await.unwrap().run().await.unwrap();
    assert_eq!(uses(&deck.backend).await, [(3, false), (0, true)]);
}

#[tokio::test]
async fn k7_the_audit_chain_survives() {
    let (mut deck, _virtua) = restarted().await;
    let noted = {
        let mut connection = deck.backend.db().read().acquire().await.unwrap();
        backend::audit::head(&mut connection, deck.backend.vault()).await.unwrap().unwrap()
    };
    let shown = deck.backend.vault().fingerprint(&KEYS[0].into()).unwrap();
    Rotation::open(&deck.config).await.unwrap().run().await.unwrap();
    deck.config.master_key = keys(&[NEW]);
    let deck = deck.reopen().await;
    deck.sign_in(EMAIL, PASSWORD).await;
    assert!(deck.count("SELECT COUNT(*) FROM audit").await > noted.seq + 2);
    let mut connection = deck.backend.db().read().acquire().await.unwrap();
    let verdict = backend::audit::verify(&mut connection, deck.backend.vault(), Some(&noted)).await.unwrap();
    assert_eq!(verdict.problem, None);
    assert_eq!(deck.backend.vault().fingerprint(&KEYS[0].into()).unwrap(), shown);
}

#[tokio::test]
async fn k7_scripts_are_rewrapped_and_counted_like_keys() {
    let (mut deck, _virtua) = deck(&[OLD]).await;
    let text = secrecy::SecretString::from("#!/bin/sh\necho hunter2");
    let actor = deck.actor(&deck.sign_in(EMAIL, PASSWORD).await).await;
    let ring = deck.backend.access(&actor).manage_key_ring().unwrap();
    let script = ring.save_script(None, "First boot", &text).await.unwrap();
    assert_eq!(uses(&deck.backend).await, [(5, false)], "three keys, a script and the key check");
    deck.tamper("DELETE FROM credentials").await;

    // The script alone needs the old key.
    deck.config.master_key = keys(&[NEW, OLD]);
    let mut deck = deck.reopen().await;
    assert_eq!(uses(&deck.backend).await, [(0, false), (2, false)]);
    assert_eq!(Rotation::open(&deck.config).await.unwrap().run().await.unwrap().secrets, 1);
    assert_eq!(uses(&deck.backend).await, [(2, false), (0, true)]);
    deck.config.master_key = keys(&[NEW]);
    let deck = deck.reopen().await;
    let actor = deck.actor(&deck.sign_in(EMAIL, PASSWORD).await).await;
    let ring = deck.backend.access(&actor).manage_key_ring().unwrap();
    assert_eq!(ring.script(&script.id).await.unwrap().1.expose_secret(), text.expose_secret());
    assert_eq!(audit_problem(&deck.backend).await, None);

    // A script that was changed by other hands keeps the old key in use, and is named.
    deck.tamper("UPDATE scripts SET name = name || '!', version = version + 1").await;
    let verified = deck.backend.vault().verify_all(deck.backend.db()).await.unwrap();
    assert_eq!((verified.bad.len(), &verified.bad[0].why), (1, &VaultError::Forged));
    assert_eq!(verified.bad[0].row, script.id);
}
