//! What can be ordered: images and plans as providers list them.

use serde::{Deserialize, Serialize};

use crate::money::Price;

/// What a server can be installed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// As orders spell it.
    pub id: String,
    /// For people.
    pub name: String,
    /// The versions on offer, as orders spell them; empty where the id says it all.
    pub versions: Vec<String>,
    /// An application on top of a system.
    pub is_app: bool,
}

/// A fixed size (Virtua) or a pool with limits (Warren).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// As orders spell it.
    pub id: String,
    /// For people.
    pub name: String,
    /// Location slug, where the plan belongs to one.
    pub location: Option<String>,
    /// Virtual processors: least and most.
    pub vcpus: Option<(u32, u32)>,
    /// Memory in MiB: least and most.
    pub memory_mib: Option<(u32, u32)>,
    /// Disk in GiB: least and most.
    pub disk_gib: Option<(u32, u32)>,
    /// The price of a fixed size.
    pub price: Option<Price>,
}
