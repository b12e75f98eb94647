//! What can be changed of the account's holder.

use serde::{Deserialize, Serialize};

use super::Kind;

/// A change of the account itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountChange {
    /// Changes who the provider knows as the holder. What is `None` stays as it is.
    Profile {
        /// First name.
        first_name: Option<String>,
        /// Last name.
        last_name: Option<String>,
        /// Phone number, in any form.
        phone_number: Option<String>,
        /// Whether a personal identity number, usually issued by the state, goes beside this: no journal keeps it.
        with_personal_id_number: bool,
    },
}

impl AccountChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &["account.profile"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Profile { .. } => "account.profile",
        }
    }
}
