//! Passwords that a provider keeps for a server and gives out when asked.

use serde::{Deserialize, Serialize};

/// Whose password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerPassword {
    /// The system's administrator.
    Root,
    /// The rescue system's administrator.
    Rescue,
    /// The user for whom the provider manages the system.
    Manager,
}

impl ServerPassword {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Root, Self::Rescue, Self::Manager];

    /// For people, inside a sentence.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Root => "root password",
            Self::Rescue => "rescue password",
            Self::Manager => "manager password",
        }
    }
}
