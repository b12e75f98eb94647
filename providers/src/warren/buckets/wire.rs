//! Object storage as Warren spells it. Buckets are spelt by Warren, keys and users by the storage behind it.

use std::fmt;

use serde::Deserialize;

use crate::wire::{List, Scalar, loosely};

/// `GET storage/api/s3`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Endpoint {
    pub(super) url: Scalar,
}

/// A bucket, in lists, alone and as the answer to changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Bucket {
    pub(super) name: Scalar,
    pub(super) size_bytes: Scalar,
    pub(super) billing_account_id: Scalar,
    pub(super) num_objects: Scalar,
    pub(super) created_at: Scalar,
    pub(super) modified_at: Scalar,
    pub(super) is_suspended: Scalar,
}

/// A key pair of S3 clients.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Key {
    pub(super) access_key: Scalar,
    pub(super) secret_key: Scalar,
    pub(super) user_id: Scalar,
}

/// Without the secret.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("access_key", &self.access_key).finish_non_exhaustive()
    }
}

/// `GET storage/user`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct User {
    pub(super) user_id: Scalar,
    pub(super) max_buckets: Scalar,
    pub(super) suspended: Scalar,
    #[serde(rename = "s3Credentials", deserialize_with = "loosely")]
    pub(super) credentials: Option<List<Key>>,
}
