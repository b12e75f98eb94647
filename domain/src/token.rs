//! A provider's API token as its owner may see it: never its value.

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::timestamp::Timestamp;

/// An API token of the provider's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// What it is for, in people's words.
    pub description: String,
    /// Last four characters of its value, to tell tokens apart.
    pub last4: Option<String>,
    /// Whether it may use one billing account only.
    pub restricted: bool,
    /// The billing account that it is for.
    pub billing_account: Option<u64>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}
