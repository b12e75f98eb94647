//! What can be done to a provider's own API tokens. They open everything the account holds, so each is a change that
//! only the team's owner should see.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change of a provider's API token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenChange {
    /// Makes a new one. The provider shows its value in the answer.
    Create {
        /// What it is for, in people's words.
        description: String,
        /// The one billing account that it may use; `None` opens all of them.
        billing_account: Option<u64>,
    },
    /// Changes an existing one.
    Update {
        /// Which.
        id: ProviderResourceId,
        /// New words, if they change.
        description: Option<String>,
        /// Restricts it to this billing account. There is no way back: any value of the field restricts
        /// ("providing any value will set this to true").
        restrict_to: Option<u64>,
    },
    /// Takes it away at once; what uses it stops working.
    Delete {
        /// Which.
        id: ProviderResourceId,
    },
}

impl TokenChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &["token.create", "token.update", "token.delete"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Create { .. } => "token.create",
            Self::Update { .. } => "token.update",
            Self::Delete { .. } => "token.delete",
        }
    }
}
