//! What only the page of one server shows, as far as its platform says.

use serde::{Deserialize, Serialize};

use crate::disk::AttachedDisk;
use crate::ids::ProviderResourceId;

/// More about a server. Whatever its platform does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServerDetails {
    /// Words that people gave it.
    pub description: Option<String>,
    /// The user that was made inside it.
    pub username: Option<String>,
    /// Its system as orders spell it, such as `ubuntu` or `debian-10-64`.
    pub image: Option<ImageChoice>,
    /// Its plan or pool as orders spell it.
    pub plan: Option<ProviderResourceId>,
    /// The billing account that pays for it.
    pub billing_account: Option<u64>,
    /// The hardware address of its first interface.
    pub mac: Option<String>,
    /// Its disks, where the platform lists them.
    pub disks: Option<Vec<AttachedDisk>>,
}

impl ServerDetails {
    /// The same, with what it leaves out as `other` has it.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            description: self.description.or_else(|| other.description.clone()),
            username: self.username.or_else(|| other.username.clone()),
            image: self.image.or_else(|| other.image.clone()),
            plan: self.plan.or_else(|| other.plan.clone()),
            billing_account: self.billing_account.or(other.billing_account),
            mac: self.mac.or_else(|| other.mac.clone()),
            disks: self.disks.or_else(|| other.disks.clone()),
        }
    }
}

/// A system as orders spell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageChoice {
    /// Which, such as `ubuntu`.
    pub name: String,
    /// Its version, such as `24.04-lts`; `None` where the name says it all.
    pub version: Option<String>,
}
