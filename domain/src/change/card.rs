//! What can be done to the cards of a billing account.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change of how an account pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardChange {
    /// Attaches a card. The payment processor's token for it is a secret that goes beside the change.
    Add {
        /// To which account.
        billing_account: ProviderResourceId,
    },
    /// Takes a card away.
    Remove {
        /// Which.
        id: ProviderResourceId,
    },
    /// Lets a card be charged first. It must be verified.
    MakePrimary {
        /// Which.
        id: ProviderResourceId,
    },
    /// Asks for payment by invoice, which an administrator of the provider must allow.
    ApplyForInvoice {
        /// For which account.
        billing_account: ProviderResourceId,
    },
}

impl CardChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] =
        &["card.add", "card.remove", "card.make_primary", "card.apply_for_invoice"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Add { .. } => "card.add",
            Self::Remove { .. } => "card.remove",
            Self::MakePrimary { .. } => "card.make_primary",
            Self::ApplyForInvoice { .. } => "card.apply_for_invoice",
        }
    }
}
