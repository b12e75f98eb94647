//! The provider's account as its holder sees it.

use serde::{Deserialize, Serialize};

/// Who the provider knows as the holder. What no screen shows is left with the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Where the provider writes to.
    pub email: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Phone number, in the holder's own form.
    pub phone_number: Option<String>,
}
