//! What the fields come to: every choice as it stands, with what was not chosen filled in as usual.

use domain::billing::BillingAccount;
use domain::change::{ImageChoice, Ipv6Block};
use domain::ids::ProviderResourceId;
use domain::network::Network;
use domain::plan::Plan;
use domain::project::Project;
use secrecy::SecretString;

use super::given::RingKey;
use crate::acts::measure::memory;

/// Every choice.
#[derive(Clone, Debug, Default)]
pub(super) struct Settled {
    /// What its disk begins with; `None` while that is not clear.
    pub(super) boot: Option<Boot>,
    /// Its disk has a system already, or is the copy of one that has.
    pub(super) copied: bool,
    /// That in words: "Ubuntu 24.04 LTS".
    pub(super) boot_words: String,
    /// Whether Windows runs on it.
    pub(super) windows: bool,
    /// Virtua's plan, or the pool.
    pub(super) plan: Option<Plan>,
    pub(super) vcpus: u32,
    pub(super) memory_mib: u32,
    /// The size of its disk; `None` where that is not known.
    pub(super) disk_gib: Option<u32>,
    pub(super) network: Option<Network>,
    pub(super) public_ip: bool,
    pub(super) ipv6: Option<Ipv6Block>,
    /// Keys of the team.
    pub(super) ring: Vec<RingKey>,
    /// Keys that were pasted.
    pub(super) pasted: Vec<String>,
    pub(super) username: Option<String>,
    /// Whether a password goes along; it is asked for in the plan.
    pub(super) password: bool,
    /// As the provider takes it. It may hold passwords.
    pub(super) cloud_init: Option<SecretString>,
    /// Where that comes from: the script's name, or that it was typed.
    pub(super) cloud_init_words: String,
    pub(super) backups: bool,
    pub(super) tags: Vec<String>,
    pub(super) description: Option<String>,
    pub(super) account: Option<BillingAccount>,
    /// The key tells of no billing accounts, as those that are restricted to one do.
    pub(super) restricted: bool,
    pub(super) project: Option<Project>,
    /// A name each, or a host name; `None` where the provider chooses.
    pub(super) names: Vec<Option<String>>,
}

/// What the disk of a new server begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Boot {
    Image(ImageChoice),
    Replica {
        server: ProviderResourceId,
        replica: ProviderResourceId,
        image: ImageChoice,
        least_gib: Option<u32>,
    },
    Disk {
        disk: ProviderResourceId,
        image: Option<ImageChoice>,
        size_gib: Option<u32>,
    },
}

impl Boot {
    /// The system as orders spell it; empty when nobody knows.
    pub(super) fn os_name(&self) -> &str {
        match self {
            Self::Image(image) | Self::Replica { image, .. } => &image.name,
            Self::Disk { image, .. } => image.as_ref().map_or("", |image| &image.name),
        }
    }
}

impl Settled {
    /// Whether a system is installed anew, which needs a user and a password.
    pub(super) const fn fresh(&self) -> bool {
        !self.copied
    }

    /// The system as orders spell it.
    pub(super) fn os_name(&self) -> &str {
        self.boot.as_ref().map_or("", Boot::os_name)
    }

    /// How many servers.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.names.len()).unwrap_or(u32::MAX).max(1)
    }

    /// The measures in a line: "2 vCPU, 4 GiB, 40 GiB disk".
    pub(super) fn size_words(&self) -> String {
        let disk = self.disk_gib.map(|gib| format!(", {gib} GiB disk")).unwrap_or_default();
        format!("{} vCPU, {}{disk}", self.vcpus, memory(self.memory_mib))
    }
}
