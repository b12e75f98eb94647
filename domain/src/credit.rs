//! The credit of a billing account, entry by entry.

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::money::Money;
use crate::timestamp::Timestamp;

/// One movement of credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditEntry {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// Whose credit.
    pub billing_account: Option<ProviderResourceId>,
    /// Positive for a top-up, negative for what was spent; `None` when it could not be read.
    pub amount: Option<Money>,
    /// The provider's words, such as `Invoice payment`.
    pub description: Option<String>,
    /// When.
    pub created_at: Option<Timestamp>,
}
