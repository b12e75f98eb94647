//! What can be done to managed databases.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::ids::ProviderResourceId;

/// A change of a managed database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseChange {
    /// Makes one, which takes minutes. Costs a multiple of its servers from then on.
    Create(Box<NewDatabase>),
    /// Changes what people call it and who pays. At least one of them.
    Update {
        /// Which.
        id: ProviderResourceId,
        /// Its new name.
        name: Option<String>,
        /// Who pays from now on.
        billing_account: Option<u64>,
    },
    /// Lets an address or a block connect. The first entry shuts everyone else out.
    Allow {
        /// Which.
        id: ProviderResourceId,
        /// An address or a block in CIDR notation.
        entry: String,
    },
    /// Takes an entry off the allow-list. Taking the last one lets everyone connect.
    Disallow {
        /// Which.
        id: ProviderResourceId,
        /// The entry as the list spells it.
        entry: String,
    },
    /// Destroys it with its servers and all data.
    Delete {
        /// Which.
        id: ProviderResourceId,
    },
}

/// A managed database to be made. No call lists which services and versions are offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDatabase {
    /// What people call it.
    pub name: String,
    /// The service, such as `postgresql`.
    pub service: String,
    /// Its version in full: `14.0`, since a bare `14` fails.
    pub version: String,
    /// Virtual processors of each server.
    pub vcpus: u32,
    /// Memory of each server in MiB.
    pub memory_mib: u32,
    /// Disk of each server in GiB.
    pub disk_gib: u32,
    /// Whether it runs on more than one server, which not every service can; the provider's choice otherwise.
    pub is_multi_node: Option<bool>,
    /// Further parameters as the text of a JSON object, such as `{"location":"jkt01"}`, which says where it
    /// stands.
    pub parameters: Option<String>,
    /// Who pays. Needed with any key.
    pub billing_account: u64,
}

impl DatabaseChange {
    /// Every kind of it.
    pub const KINDS: &'static [Kind] =
        &["database.create", "database.update", "database.allow", "database.disallow", "database.delete"];

    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Create(_) => "database.create",
            Self::Update { .. } => "database.update",
            Self::Allow { .. } => "database.allow",
            Self::Disallow { .. } => "database.disallow",
            Self::Delete { .. } => "database.delete",
        }
    }
}
