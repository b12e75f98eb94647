//! What can be done to the keys of S3 clients. Each opens all buckets of the account.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change of the keys of S3 clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorageKeyChange {
    /// Opens object storage on the account: the call that reads the S3 user makes it, with a first key pair,
    /// where there is none. Where there is one it changes nothing.
    Open,
    /// Makes a further key pair. Its secret half is in the answer, and can be read again.
    Create {
        /// The access keys that there are now. The answer lists all keys and does not say which is new.
        existing: Vec<ProviderResourceId>,
    },
    /// Takes a key pair away; what uses it stops working.
    Delete {
        /// Which, by its access key.
        id: ProviderResourceId,
    },
}

impl StorageKeyChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &["storage_key.open", "storage_key.create", "storage_key.delete"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Open => "storage_key.open",
            Self::Create { .. } => "storage_key.create",
            Self::Delete { .. } => "storage_key.delete",
        }
    }
}
