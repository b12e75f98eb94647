//! Object storage, enabled on the account or not.

use domain::bucket::{Bucket, ObjectStorage, StorageKey};
use domain::change::{BucketChange, Change, StorageKeyChange};
use domain::ids::ProviderResourceId;
use domain::location::GLOBAL;
use domain::provider::Brand;
use providers::error::{ProviderError, Refusal};
use providers::family::{Applied, Buckets, Result, Secrets};
use secrecy::ExposeSecret;

use crate::common::{Deck, KINDS, fast, patient};

fn of(text: &str) -> ProviderResourceId {
    ProviderResourceId(text.to_owned())
}

/// One of every kind.
pub fn samples() -> Vec<(Change, Secrets)> {
    let buckets = [
        BucketChange::Create { name: "pang-1".to_owned(), billing_account: Some(6) },
        BucketChange::SetPayer { id: of("pang-1"), billing_account: 6 },
        BucketChange::Delete { id: of("pang-1") },
    ];
    let keys = [
        StorageKeyChange::Open,
        StorageKeyChange::Create { existing: vec![of("ES1R")] },
        StorageKeyChange::Delete { id: of("I16N8YDF6A6FX8ILP30T") },
    ];
    let changes = buckets.into_iter().map(Change::Bucket).chain(keys.into_iter().map(Change::StorageKey));
    changes.map(|change| (change, Secrets::default())).collect()
}

async fn apply(deck: &Deck, change: BucketChange) -> Result<Applied> {
    deck.apply(GLOBAL, &Change::Bucket(change), &Secrets::default()).await
}

async fn apply_key(deck: &Deck, change: StorageKeyChange) -> Result<Applied> {
    deck.apply(GLOBAL, &Change::StorageKey(change), &Secrets::default()).await
}

async fn keys(deck: &Deck) -> Vec<StorageKey> {
    deck.provider.buckets().unwrap().keys(&deck.credential).await.unwrap().enabled().unwrap()
}

fn told(error: &ProviderError) -> (Option<u16>, Option<Refusal>, &str) {
    let field = match error {
        ProviderError::Refused { field, .. } => field.as_deref(),
        _ => None,
    };
    (error.status(), error.refusal(), field.unwrap_or_default())
}

/// How often the call was sent that makes the S3 user.
fn openings(deck: &Deck) -> usize {
    deck.control().log().iter().filter(|entry| entry.path.ends_with("/storage/user")).count()
}

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(buckets) = deck.provider.buckets() else { return };
    if deck.brand == Brand::Elastis {
        not_enabled(deck, buckets).await;
    }
    enabled(deck, buckets).await;
    walk_keys(deck, buckets).await;
    walk_buckets(deck, buckets).await;
}

/// Everything is a state, nothing an error, and nothing opens it by the way.
async fn not_enabled(deck: &Deck, buckets: &dyn Buckets) {
    let key = &deck.credential;
    assert_eq!(buckets.endpoint(key).await.unwrap(), ObjectStorage::NotEnabled);
    assert_eq!(buckets.keys(key).await.unwrap(), ObjectStorage::NotEnabled);
    assert_eq!(buckets.list(key, None).await.unwrap(), []);
    assert_eq!(buckets.user(key).await.unwrap(), None);
    assert!(buckets.key_secret(key, &of("any")).await.unwrap().is_none());
    assert_eq!(openings(deck), 0);
    let refused = apply_key(deck, StorageKeyChange::Create { existing: Vec::new() }).await.unwrap_err();
    assert_eq!(refused.status(), Some(404));
    // Opening it makes the first key and shows it.
    let opened = apply_key(deck, StorageKeyChange::Open).await.unwrap();
    assert_eq!(openings(deck), 1);
    assert_eq!(keys(deck).await[0].id, opened.id.unwrap());
    assert_eq!(opened.revealed[0].what, "secret key");
}

async fn enabled(deck: &Deck, buckets: &dyn Buckets) {
    let key = &deck.credential;
    let url = buckets.endpoint(key).await.unwrap().enabled().unwrap();
    assert!(url.starts_with("https://s3."), "{url}");
    let before = keys(deck).await;
    assert!(!before.is_empty());
    let user = buckets.user(key).await.unwrap().unwrap();
    assert_eq!((user.max_buckets, user.is_suspended), (Some(1000), Some(false)));
    assert_eq!(before[0].user.as_deref(), Some(user.id.0.as_str()));
    let again = apply_key(deck, StorageKeyChange::Open).await.unwrap();
    // Whose secret it is that is shown must be beyond doubt.
    assert_eq!(again.revealed.len(), usize::from(before.len() == 1));
    assert_eq!(keys(deck).await, before);
}

async fn walk_keys(deck: &Deck, buckets: &dyn Buckets) {
    let credential = &deck.credential;
    let before = keys(deck).await;
    let existing = before.iter().map(|key| key.id.clone()).collect();
    let made = apply_key(deck, StorageKeyChange::Create { existing }).await.unwrap();
    let id = made.id.clone().unwrap();
    let after = keys(deck).await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.iter().any(|key| key.id == id) && before.iter().all(|key| key.id != id));
    let secret = buckets.key_secret(credential, &id).await.unwrap().unwrap();
    assert_eq!(made.revealed[0].value.expose_secret(), secret.value.expose_secret());
    assert!(!format!("{made:?} {after:?} {secret:?}").contains(secret.value.expose_secret()));
    let other = buckets.key_secret(credential, &before[0].id).await.unwrap().unwrap();
    assert_ne!(other.value.expose_secret(), secret.value.expose_secret());

    apply_key(deck, StorageKeyChange::Delete { id: id.clone() }).await.unwrap();
    assert_eq!(keys(deck).await, before);
    assert!(buckets.key_secret(credential, &id).await.unwrap().is_none());
    let gone = apply_key(deck, StorageKeyChange::Delete { id }).await.unwrap_err();
    assert_eq!(told(&gone), (Some(404), Some(Refusal::Gone), ""));
}

async fn walk_buckets(deck: &Deck, buckets: &dyn Buckets) {
    let key = &deck.credential;
    let before = buckets.list(key, None).await.unwrap();
    let accounts = deck.provider.billing().unwrap().list(key, false).await.unwrap();
    let payers: Vec<u64> = accounts.iter().map(|account| account.id.0.parse().unwrap()).collect();
    let (first, other) = (payers[0], payers[payers.len() - 1]);
    let create = |name: &str, payer| BucketChange::Create { name: name.to_owned(), billing_account: payer };
    let made = apply(deck, create("walked.bucket-1", Some(first))).await.unwrap();
    let id = made.id.unwrap();
    let new = buckets.get(key, &id).await.unwrap();
    assert_eq!((&new.id, new.size_bytes, new.objects), (&of("walked.bucket-1"), Some(0), Some(0)));
    assert!(new.created_at.is_some() && new.is_suspended == Some(false));
    assert_eq!(buckets.list(key, None).await.unwrap().len(), before.len() + 1);

    for (name, payer, expected) in [
        ("walked.bucket-1", Some(first), (Some(409), Some(Refusal::Conflict), "")),
        // Somebody else's.
        ("backup", Some(first), (Some(409), Some(Refusal::Conflict), "")),
        ("Walked", Some(first), (Some(400), Some(Refusal::Invalid), "name")),
        ("10.0.0.1", Some(first), (Some(400), Some(Refusal::Invalid), "name")),
        ("walked-2", None, (Some(400), Some(Refusal::Invalid), "billing_account")),
        ("walked-2", Some(1), (Some(400), Some(Refusal::Invalid), "")),
    ] {
        let refused = apply(deck, create(name, payer)).await.unwrap_err();
        assert_eq!(told(&refused), expected, "{name}: {refused:?}");
    }

    apply(deck, BucketChange::SetPayer { id: id.clone(), billing_account: other }).await.unwrap();
    assert_eq!(buckets.get(key, &id).await.unwrap().billing_account, Some(other));
    let paid_by = async |payer| -> Vec<Bucket> { buckets.list(key, Some(payer)).await.unwrap() };
    assert!(paid_by(other).await.iter().any(|bucket| bucket.id == id));
    assert!(first == other || paid_by(first).await.iter().all(|bucket| bucket.id != id));

    if let Some(full) = before.iter().find(|bucket| bucket.objects.is_some_and(|objects| objects > 0)) {
        let refused = apply(deck, BucketChange::Delete { id: full.id.clone() }).await.unwrap_err();
        assert_eq!(told(&refused), (Some(409), Some(Refusal::Conflict), ""));
        assert_eq!(refused.public_message(), "Bucket is not empty");
    }
    apply(deck, BucketChange::Delete { id: id.clone() }).await.unwrap();
    assert_eq!(buckets.list(key, None).await.unwrap(), before);
    assert!(buckets.get(key, &id).await.unwrap_err().is_gone());
    assert!(apply(deck, BucketChange::Delete { id: id.clone() }).await.unwrap_err().is_gone());
    let unpaid = apply(deck, BucketChange::SetPayer { id, billing_account: first }).await.unwrap_err();
    assert_eq!(told(&unpaid), (Some(404), Some(Refusal::Other), ""));
}

#[tokio::test]
async fn buckets_and_their_keys_come_and_go() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}

/// A 404 of the keys' call means "not enabled"; the route error, which is a 404 too, does not.
#[tokio::test]
async fn a_missing_route_is_not_storage_that_is_not_enabled() {
    let deck = Deck::start(KINDS[2], fast(), patient()).await;
    deck.inject(simulators::Fault::new("/storage/user/keys", simulators::FaultKind::UnknownLocation));
    let lost = deck.provider.buckets().unwrap().keys(&deck.credential).await.unwrap_err();
    assert_eq!(lost.refusal(), Some(Refusal::UnknownRoute));
}

/// The seeded account holds a bucket above 32 bits, and one whose last change lies before its creation.
#[tokio::test]
async fn sizes_and_times_are_read_whole() {
    let deck = Deck::start(KINDS[1], fast(), patient()).await;
    let all = deck.provider.buckets().unwrap().list(&deck.credential, None).await.unwrap();
    assert!(all.iter().any(|bucket| bucket.size_bytes == Some(214_748_364_800)), "{all:?}");
    assert!(all.iter().any(|bucket| bucket.objects == Some(0) && bucket.modified_at < bucket.created_at));
    assert_eq!(openings(&deck), 0);
}
