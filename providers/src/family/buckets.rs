//! Object storage.

use async_trait::async_trait;
use domain::bucket::{Bucket, ObjectStorage, StorageKey, StorageUser};
use domain::ids::ProviderResourceId;

use super::{Result, Revealed};
use crate::credential::Credential;

/// Object storage. None of its calls acts in a location.
#[async_trait]
pub trait Buckets: Send + Sync {
    /// Where S3 clients connect.
    async fn endpoint(&self, credential: &Credential) -> Result<ObjectStorage<String>>;

    /// Every bucket of the account, or those that one billing account pays for.
    async fn list(&self, credential: &Credential, billing_account: Option<u64>) -> Result<Vec<Bucket>>;

    /// One bucket.
    async fn get(&self, credential: &Credential, id: &ProviderResourceId) -> Result<Bucket>;

    /// The keys of S3 clients. The answer carries their secret halves, which go no further than this call.
    async fn keys(&self, credential: &Credential) -> Result<ObjectStorage<Vec<StorageKey>>>;

    /// The secret half of a key pair, read on a person's word alone: answers are never kept. `None` when
    /// there is no such key.
    async fn key_secret(&self, credential: &Credential, key: &ProviderResourceId)
    -> Result<Option<Revealed>>;

    /// Whom the storage takes the account for. The provider's own call for this makes the user and a key
    /// where there is none ([`domain::change::StorageKeyChange::Open`]), so it is sent only when keys prove
    /// that there is one; `None` otherwise.
    async fn user(&self, credential: &Credential) -> Result<Option<StorageUser>>;
}
