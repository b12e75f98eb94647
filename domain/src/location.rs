//! Where a provider keeps things.

use serde::{Deserialize, Serialize};

/// Stands for the location in identities of platforms whose calls take none.
pub const GLOBAL: &str = "global";

/// A provider's location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// As the provider's calls spell it, such as `jkt01` or `par01fr`.
    pub slug: String,
    /// For people, such as `Jakarta` or `Paris`.
    pub name: String,
    /// Country code or name, as the provider gives it.
    pub country: Option<String>,
    /// Where new things go when nobody says.
    pub is_default: bool,
}
