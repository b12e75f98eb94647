//! Credit as Warren spells it.

use serde::Deserialize;

use crate::wire::Scalar;

/// A row of `GET payment/credit/list`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entry {
    pub(super) id: Scalar,
    pub(super) billing_account_id: Scalar,
    pub(super) amount: Scalar,
    pub(super) description: Scalar,
    pub(super) created: Scalar,
}

/// `{"success": true}`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Success {
    pub(super) success: Scalar,
}
