//! What can be done to buckets. What lies in them only S3 clients change.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change of a bucket. Its id is its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BucketChange {
    /// Makes one. It costs what it will hold.
    Create {
        /// Its name; unique across all users of the provider.
        name: String,
        /// Who pays; needed with a key that may use several accounts.
        billing_account: Option<u64>,
    },
    /// Lets another billing account pay for it. The only thing of a bucket that can be changed.
    SetPayer {
        /// Which.
        id: ProviderResourceId,
        /// Who pays from now on.
        billing_account: u64,
    },
    /// Deletes it. Only empty buckets can be deleted.
    Delete {
        /// Which.
        id: ProviderResourceId,
    },
}

impl BucketChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &["bucket.create", "bucket.set_payer", "bucket.delete"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Create { .. } => "bucket.create",
            Self::SetPayer { .. } => "bucket.set_payer",
            Self::Delete { .. } => "bucket.delete",
        }
    }
}
