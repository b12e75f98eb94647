//! How credit gets into a billing account.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change that moves money into credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditChange {
    /// Charges a card now.
    Buy {
        /// Whose credit.
        billing_account: ProviderResourceId,
        /// The card that is charged.
        card: ProviderResourceId,
        /// How much, in the account's currency.
        amount: Decimal,
    },
    /// Asks for an invoice to be paid by bank transfer; it is mailed to the account's address.
    RequestInvoice {
        /// Whose credit.
        billing_account: ProviderResourceId,
        /// How much, in the account's currency.
        amount: Decimal,
    },
}

impl CreditChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &["credit.buy", "credit.request_invoice"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Buy { .. } => "credit.buy",
            Self::RequestInvoice { .. } => "credit.request_invoice",
        }
    }
}
