//! Tokens as Warren spells them.

use std::fmt;

use serde::Deserialize;

use crate::wire::Scalar;

/// A row of `GET user-resource/token/list`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Token {
    pub(super) id: Scalar,
    pub(super) description: Scalar,
    pub(super) token: Scalar,
    pub(super) restricted: Scalar,
    pub(super) billing_account_id: Scalar,
    pub(super) created_at: Scalar,
}

/// Without the value.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("id", &self.id).finish_non_exhaustive()
    }
}
