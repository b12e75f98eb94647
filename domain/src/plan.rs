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
    /// The versions on offer, in the provider's order; empty where the id says it all.
    pub versions: Vec<ImageVersion>,
    /// An application on top of a system.
    pub is_app: bool,
    /// Whether it needs a licence and has rules of its own.
    pub is_windows: bool,
    /// What the provider chooses for those who do not.
    pub is_default: bool,
    /// Its picture: an `https` or `data:image` address. Anything else that a provider sends is left out.
    pub icon: Option<String>,
}

/// A version of an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageVersion {
    /// As orders spell it.
    pub id: String,
    /// For people.
    pub name: String,
}

/// Which images are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageKind {
    /// Every one.
    #[default]
    All,
    /// Systems alone.
    Plain,
    /// Applications on top of a system.
    App,
}

/// A fixed size (Virtua) or a pool with limits (Warren).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// As orders spell it.
    pub id: String,
    /// For people.
    pub name: String,
    /// What it is good for, in the provider's words.
    pub description: Option<String>,
    /// Location slug, where the plan belongs to one.
    pub location: Option<String>,
    /// What the provider chooses for those who do not.
    pub is_default: bool,
    /// Virtual processors: least and most.
    pub vcpus: Option<(u32, u32)>,
    /// Memory in MiB: least and most.
    pub memory_mib: Option<(u32, u32)>,
    /// Disk in GiB: least and most.
    pub disk_gib: Option<(u32, u32)>,
    /// The price of a fixed size.
    pub price: Option<Price>,
    /// What a fixed size brings beside its measures.
    pub extras: Option<Box<PlanExtras>>,
}

/// What a fixed size brings beside its measures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanExtras {
    /// The provider's word for the group that it belongs to, such as `vcs-win`.
    pub category: Option<String>,
    /// The processors' make, in the provider's word.
    pub cpu_family: Option<String>,
    /// The disk's kind, in the provider's word.
    pub disk_type: Option<String>,
    /// Megabits per second that are included.
    pub bandwidth_mbps: Option<u32>,
    /// Whether a Windows licence is included, and Windows therefore possible.
    pub is_windows: Option<bool>,
    /// Further IPv4 addresses that can be had, at most.
    pub extra_ipv4_most: Option<u32>,
    /// The price of each of them.
    pub extra_ipv4_price: Option<Price>,
    /// The price of a further GiB of disk.
    pub extra_disk_price: Option<Price>,
    /// None of it is left at present.
    pub is_sold_out: bool,
}
