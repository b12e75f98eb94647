//! Which families a brand has, where they are read, and why the others are missing.

use domain::capability::{Capabilities, Family, Offer};
use domain::location::GLOBAL;
use domain::provider::Platform;

use crate::inventory::source::SourceKey;

/// Read once for a key.
const ONCE: &[Family] = &[
    Family::Images,
    Family::Parameters,
    Family::Projects,
    Family::Allowance,
    Family::Pricing,
    Family::Billing,
    Family::Usage,
];

/// Read once for each location.
const LOCAL: &[Family] = &[Family::Plans, Family::Disks, Family::Networks, Family::Addresses];

/// What one key's provider has.
#[derive(Debug)]
pub(super) struct Offered {
    once: Vec<Family>,
    local: Vec<Family>,
    /// What it lacks, with the reason that people read.
    lacks: Vec<(Family, String)>,
}

impl Offered {
    pub(super) fn of(capabilities: &Capabilities) -> Self {
        let has = |family: &Family| capabilities.family(*family).is_yes();
        let mut once: Vec<Family> = ONCE.iter().copied().filter(has).collect();
        // Elsewhere the list of locations finds the servers and is read with them.
        if capabilities.brand.platform() == Platform::Virtua && has(&Family::Locations) {
            once.push(Family::Locations);
        }
        let lacks =
            ONCE.iter().chain(LOCAL).chain(&[Family::Replicas]).filter_map(|family| {
                match capabilities.family(*family) {
                    Offer::Yes => None,
                    Offer::No(why) => Some((*family, why)),
                }
            });
        Self { once, local: LOCAL.iter().copied().filter(has).collect(), lacks: lacks.collect() }
    }

    /// The sources that every key of the brand has.
    pub(super) fn global(&self) -> impl Iterator<Item = SourceKey> + '_ {
        self.once.iter().map(|family| SourceKey::of(*family, GLOBAL))
    }

    /// The sources that a location has.
    pub(super) fn local<'a>(&'a self, location: &'a str) -> impl Iterator<Item = SourceKey> + 'a {
        self.local.iter().map(move |family| SourceKey::of(*family, location))
    }

    /// Whether a family is read location by location. Replicas are read server by server, in the server's location.
    pub(super) fn is_local(&self, family: Family) -> bool {
        LOCAL.contains(&family) || family == Family::Replicas
    }

    /// Why the provider does not have a family; `None` when it has.
    pub(super) fn lack(&self, family: Family) -> Option<&str> {
        self.lacks.iter().find(|(lacking, _)| *lacking == family).map(|(_, why)| why.as_str())
    }
}
