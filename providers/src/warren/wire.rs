//! Bodies exactly as Warren spells them; every field may be missing or of another type.

use serde::Deserialize;

pub(super) use super::addresses::wire::FloatingIp;
use super::disks::Storage;
use crate::wire::{Lenient, List, Scalar, loosely};

/// A row of `GET config/locations`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub(super) slug: Scalar,
    pub(super) display_name: Scalar,
    pub(super) country_code: Scalar,
    pub(super) is_default: Scalar,
    pub(super) is_published: Scalar,
}

/// `GET user-resource/user`. Its `cookie_id` looks like a session and is left alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct User {
    pub(super) name: Scalar,
    pub(super) profile_data: Lenient<Profile>,
}

/// Only what the account page shows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Profile {
    pub(super) email: Scalar,
    pub(super) first_name: Scalar,
    pub(super) last_name: Scalar,
    pub(super) phone_number: Scalar,
}

/// A virtual machine, in lists, alone, and as the answer to a write.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Vm {
    pub(super) uuid: Scalar,
    pub(super) name: Scalar,
    pub(super) hostname: Scalar,
    pub(super) status: Scalar,
    pub(super) vcpu: Scalar,
    pub(super) memory: Scalar,
    #[serde(deserialize_with = "loosely")]
    pub(super) storage: Option<List<Storage>>,
    pub(super) os_name: Scalar,
    pub(super) os_version: Scalar,
    pub(super) license_type: Scalar,
    pub(super) private_ipv4: Scalar,
    pub(super) public_ipv4: Scalar,
    pub(super) public_ipv6: Scalar,
    pub(super) backup: Scalar,
    pub(super) designated_pool_name: Scalar,
    pub(super) designated_pool_uuid: Scalar,
    pub(super) description: Scalar,
    pub(super) username: Scalar,
    pub(super) billing_account: Scalar,
    pub(super) mac: Scalar,
    pub(super) created_at: Scalar,
}

/// A row of `GET user-resource/host_pool/list`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pool {
    pub(super) uuid: Scalar,
    pub(super) name: Scalar,
    pub(super) description: Scalar,
    pub(super) is_visible: Scalar,
    pub(super) is_default_designated: Scalar,
    pub(super) ui_position: Scalar,
    pub(super) guest_limits: Lenient<Limits>,
}

/// What a machine in a pool may have.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Limits {
    pub(super) cpu: Lenient<Range>,
    pub(super) ram_mb: Lenient<Range>,
    pub(super) disk_gb: Lenient<Range>,
}

/// Least and most.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Range {
    pub(super) min: Scalar,
    pub(super) max: Scalar,
}

/// A row of `GET config/vm_images`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Image {
    pub(super) os_name: Scalar,
    pub(super) display_name: Scalar,
    pub(super) is_app_catalog: Scalar,
    pub(super) is_default: Scalar,
    pub(super) ui_position: Scalar,
    pub(super) icon: Scalar,
    #[serde(deserialize_with = "loosely")]
    pub(super) versions: Option<List<Version>>,
}

/// A version of an image.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Version {
    pub(super) os_version: Scalar,
    pub(super) display_name: Scalar,
    pub(super) published: Scalar,
}
