//! What can be done to billing accounts.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::billing::BillingDetails;
use crate::ids::ProviderResourceId;

/// A change of who pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingChange {
    /// Replaces **all** details of an account; what is `None` is erased. Make the set with
    /// [`BillingDetails::merged`] from what was read just before.
    Update {
        /// Which account.
        id: ProviderResourceId,
        /// Everything that it shall have.
        details: Box<BillingDetails>,
    },
    /// Deletes an account.
    Delete {
        /// Which account.
        id: ProviderResourceId,
    },
    /// Makes an account the one that pays where no other is named.
    MakeDefault {
        /// Which account.
        id: ProviderResourceId,
    },
    /// Sets the automatic top-up. Switching it on charges **at once** when the account is below the threshold.
    SetRecurring {
        /// Which account.
        id: ProviderResourceId,
        /// Whether it is on.
        enabled: bool,
        /// How much is charged, in the account's currency.
        amount: Decimal,
        /// Below which ongoing amount.
        threshold: Decimal,
    },
    /// Lets an account pay for a resource from now on.
    SetPayer {
        /// Which account.
        id: ProviderResourceId,
        /// The resource, in the location that the change acts in.
        resource: ProviderResourceId,
    },
}

impl BillingChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &[
        "billing.update",
        "billing.delete",
        "billing.make_default",
        "billing.set_recurring",
        "billing.set_payer",
    ];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Update { .. } => "billing.update",
            Self::Delete { .. } => "billing.delete",
            Self::MakeDefault { .. } => "billing.make_default",
            Self::SetRecurring { .. } => "billing.set_recurring",
            Self::SetPayer { .. } => "billing.set_payer",
        }
    }
}
