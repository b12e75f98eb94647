//! What can be done to private networks.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change of a private network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkChange {
    /// Makes one. The first network of a location becomes its default.
    Create {
        /// Its name. Without one nothing is made where a default network exists: the provider gives that back, and
        /// makes it only where there is none.
        name: Option<String>,
    },
    /// Gives it another name.
    Rename {
        /// Which.
        id: ProviderResourceId,
        /// Its new name.
        name: String,
    },
    /// Makes it the one that servers go to whose order names no network. What is inside the others stays there.
    SetDefault {
        /// Which.
        id: ProviderResourceId,
    },
    /// Takes it away. Only when nothing is inside and it is not the default one.
    Delete {
        /// Which.
        id: ProviderResourceId,
    },
}

impl NetworkChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] =
        &["network.create", "network.rename", "network.set_default", "network.delete"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Create { .. } => "network.create",
            Self::Rename { .. } => "network.rename",
            Self::SetDefault { .. } => "network.set_default",
            Self::Delete { .. } => "network.delete",
        }
    }
}
