//! Object storage: buckets, the keys of S3 clients and their user, as a provider's API shows them. What lies
//! in a bucket only S3 clients see.

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::timestamp::Timestamp;

/// What an account has of object storage, which may not be enabled on it: that is a state, and no error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectStorage<T> {
    /// The account has no object storage yet.
    NotEnabled,
    /// It has.
    Enabled(T),
}

impl<T> ObjectStorage<T> {
    /// What there is; `None` while object storage is not enabled.
    #[must_use]
    pub fn enabled(self) -> Option<T> {
        match self {
            Self::NotEnabled => None,
            Self::Enabled(found) => Some(found),
        }
    }
}

/// A bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Its name, which is its id too: no other user of the provider has a bucket of that name.
    pub id: ProviderResourceId,
    /// Bytes that its objects take. They are what is billed.
    pub size_bytes: Option<u64>,
    /// How many objects it holds. Only an empty bucket can be deleted through the API.
    pub objects: Option<u64>,
    /// Who pays.
    pub billing_account: Option<u64>,
    /// Whether the provider suspended it.
    pub is_suspended: Option<bool>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed, by the storage's own clock: it may lie before `created_at`.
    pub modified_at: Option<Timestamp>,
}

/// One half of a key pair of S3 clients; the secret half is read on a person's word alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageKey {
    /// The access key, which names the pair. No secret.
    pub id: ProviderResourceId,
    /// Whose it is inside the storage.
    pub user: Option<String>,
}

/// Whom the storage takes the account for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageUser {
    /// Its name inside the storage.
    pub id: ProviderResourceId,
    /// How many buckets it may have; 0 means no limit.
    pub max_buckets: Option<u64>,
    /// Whether the storage suspended it.
    pub is_suspended: Option<bool>,
}
