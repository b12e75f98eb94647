//! What can be done to floating IPs. A reserved one costs money until it is deleted, and may cost more while it leads
//! nowhere.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::floating_ip::AssignedKind;
use crate::ids::ProviderResourceId;

/// A change of a floating IP. Its id is the address itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressChange {
    /// Reserves one.
    Create {
        /// Its name.
        name: Option<String>,
        /// Who pays; a key that is restricted to one account need not say.
        billing_account: Option<u64>,
    },
    /// Changes its name or who pays. At least one of them.
    Update {
        /// Which.
        id: ProviderResourceId,
        /// Its new name; an empty one takes the name away.
        name: Option<String>,
        /// Who pays from now on.
        billing_account: Option<u64>,
    },
    /// Gives it back. Nobody can promise that it can be had again.
    Delete {
        /// Which.
        id: ProviderResourceId,
    },
    /// Lets it lead to something.
    Assign {
        /// Which.
        id: ProviderResourceId,
        /// Where to.
        to: AssignTo,
    },
    /// Lets it lead nowhere. It stays reserved.
    Unassign {
        /// Which.
        id: ProviderResourceId,
    },
    /// Reserves one for a server without telling which. The provider calls this deprecated: `Create` and `Assign`
    /// do the same. Here so that every documented call can be made; nothing offers it.
    DeprecatedReserve {
        /// For which server.
        server: ProviderResourceId,
    },
    /// Takes a server's address from it. Deprecated as well: `Unassign` does the same.
    DeprecatedRelease {
        /// From which server.
        server: ProviderResourceId,
    },
}

/// What a floating IP is to lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignTo {
    /// A server, named as the documents name it.
    Server(ProviderResourceId),
    /// Anything, named by the newer pair of id and kind; a server too, for brands that want that.
    Resource {
        /// The provider's id of it.
        id: ProviderResourceId,
        /// What it is.
        kind: AssignedKind,
    },
}

impl AddressChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] = &[
        "address.create",
        "address.update",
        "address.delete",
        "address.assign",
        "address.unassign",
        "address.deprecated_reserve",
        "address.deprecated_release",
    ];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Create { .. } => "address.create",
            Self::Update { .. } => "address.update",
            Self::Delete { .. } => "address.delete",
            Self::Assign { .. } => "address.assign",
            Self::Unassign { .. } => "address.unassign",
            Self::DeprecatedReserve { .. } => "address.deprecated_reserve",
            Self::DeprecatedRelease { .. } => "address.deprecated_release",
        }
    }
}
