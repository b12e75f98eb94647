//! Ways to pay as Warren spells them.

use std::fmt;

use serde::Deserialize;

use crate::wire::Scalar;

/// A way to pay, in lists, alone and as the answer to an application.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Card {
    pub(super) id: Scalar,
    pub(super) billing_account_id: Scalar,
    pub(super) additional_data: Scalar,
    pub(super) is_primary: Scalar,
    pub(super) is_verified: Scalar,
    pub(super) is_deleted: Scalar,
    pub(super) valid_thru: Scalar,
    pub(super) created: Scalar,
}

/// Without what the payment processor said.
impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Card").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What is read of `additional_data`, which is JSON inside a string and mostly personal data.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Face {
    #[serde(rename = "type")]
    pub(super) kind: Scalar,
    pub(super) card_type: Scalar,
    pub(super) last4: Scalar,
    pub(super) expire_month: Scalar,
    pub(super) expire_year: Scalar,
}
