//! How invoices are paid. Each of these moves money, and none can be taken back.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A payment of invoices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceChange {
    /// Pays one invoice.
    Pay {
        /// Which.
        id: ProviderResourceId,
    },
    /// Pays everything that an account owes, the oldest invoice first.
    PayAll {
        /// Which account.
        billing_account: ProviderResourceId,
    },
    /// Pays as far as the amount goes, the oldest invoice first and the last one in part.
    PayAmount {
        /// Which account.
        billing_account: ProviderResourceId,
        /// How much, in the account's currency.
        amount: Decimal,
    },
}

impl InvoiceChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &["invoice.pay", "invoice.pay_all", "invoice.pay_amount"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Pay { .. } => "invoice.pay",
            Self::PayAll { .. } => "invoice.pay_all",
            Self::PayAmount { .. } => "invoice.pay_amount",
        }
    }
}
