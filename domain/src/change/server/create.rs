//! A new server of a free size, with everything that Warren takes.

use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::server_details::ImageChoice;

/// A server to be made at Warren. Its password and its cloud-init configuration go beside it, from hand to hand:
/// both open the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewServer {
    /// Its name, and the host name inside it.
    pub name: String,
    /// Words for people.
    pub description: Option<String>,
    /// What its disk begins with.
    pub source: ServerSource,
    /// Virtual processors.
    pub vcpus: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// The pool that it runs in; the location's own choice otherwise.
    pub pool: Option<ProviderResourceId>,
    /// The private network that it joins; the default network otherwise, which may be production.
    pub network: Option<ProviderResourceId>,
    /// Whether it gets a floating IP. Without one it reaches nothing outside, not even name servers.
    pub public_ip: bool,
    /// The billing account that pays; needed with a key that may use several.
    pub billing_account: Option<u64>,
    /// Whether the provider backs it up by itself, which costs per GiB.
    pub backups: bool,
    /// The user to be made inside it. Must be `None` when the cloud-init configuration makes users: together, the
    /// two leave a server that nobody can log in to.
    pub username: Option<String>,
    /// Whether a password goes beside this.
    pub with_password: bool,
    /// Public SSH keys of the user, one line each.
    pub public_keys: Vec<String>,
    /// Whether a cloud-init configuration goes beside this.
    pub with_cloud_init: bool,
}

/// What the boot disk of a new server begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerSource {
    /// An image.
    Image {
        /// Which.
        image: ImageChoice,
        /// Size of the disk in GiB.
        disk_gib: u32,
    },
    /// A snapshot or backup of another server.
    Replica {
        /// The server that it was made of.
        server: ProviderResourceId,
        /// The snapshot or backup.
        replica: ProviderResourceId,
        /// What that server runs.
        image: ImageChoice,
        /// Size of the disk in GiB, at least the original's.
        disk_gib: u32,
    },
    /// An existing disk that belongs to no server.
    Disk {
        /// The disk.
        disk: ProviderResourceId,
        /// What is on it, where that is known.
        image: Option<ImageChoice>,
    },
}
