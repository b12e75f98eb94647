//! Everything known of a key beside its servers, as acts and pages are given it. Costs a lock and a few counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Timestamp;
use domain::allowance::Allowance;
use domain::billing::BillingAccount;
use domain::capability::Family;
use domain::disk::Disk;
use domain::floating_ip::FloatingIp;
use domain::freshness::SourceProblem;
use domain::ids::{CredentialId, TeamId};
use domain::location::{GLOBAL, Location};
use domain::network::Network;
use domain::plan::{Image, Plan};
use domain::pricing::PriceList;
use domain::project::Project;
use domain::provider::Brand;
use domain::rules::parameters::VmParameters;
use domain::usage::UsageRow;

use super::kept::Kept;
use crate::inventory::Inventory;
use crate::inventory::key::KeyState;
use crate::inventory::source::{Content, Source, SourceKey};

/// What is known of one thing: its last good content, when that was read, and why it is not newer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<T> {
    /// The last good content; `None` when it was never read.
    pub value: Option<Arc<T>>,
    /// When it was read.
    pub taken_at: Option<Timestamp>,
    /// Why it is not newer. Of what the provider's API lacks: the reason for that, since the beginning of time.
    pub problem: Option<SourceProblem>,
}

impl<T> Default for Held<T> {
    /// Never read.
    fn default() -> Self {
        Self { value: None, taken_at: None, problem: None }
    }
}

impl<T> Held<T> {
    /// What the provider's API does not have.
    pub(super) fn lacking(why: &str) -> Self {
        let problem = SourceProblem {
            message: why.to_owned(),
            status: None,
            correlation_id: None,
            since: Timestamp(0),
            next_try: None,
        };
        Self { problem: Some(problem), ..Self::default() }
    }

    /// What a source holds of the kind that `pick` takes.
    pub(super) fn of(source: &Source, pick: impl FnOnce(&Content) -> Option<Arc<T>>) -> Self {
        Self {
            value: source.content.as_ref().and_then(pick),
            taken_at: source.taken_at,
            problem: source.problem.clone(),
        }
    }
}

/// What is known of one key beside its servers. What is kept by location has an entry for every location that the key
/// has, named as in [`domain::ids::ServerKey`]: by slug, or [`GLOBAL`] where calls take none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// Who sells it.
    pub brand: Brand,
    /// What the team calls the key.
    pub label: String,
    /// Whose key it is.
    pub team: TeamId,
    /// Where things can be.
    pub locations: Held<Vec<Location>>,
    /// What a server can be installed with.
    pub images: Held<Vec<Image>>,
    /// What new servers must obey.
    pub parameters: Held<VmParameters>,
    /// Plans or pools, by location.
    pub plans: BTreeMap<String, Held<Vec<Plan>>>,
    /// Private networks, by location.
    pub networks: BTreeMap<String, Held<Vec<Network>>>,
    /// Floating IPs, by location.
    pub addresses: BTreeMap<String, Held<Vec<FloatingIp>>>,
    /// Disks, by location.
    pub disks: BTreeMap<String, Held<Vec<Disk>>>,
    /// Who pays, by [`BillingAccount::as_payer`]; accounts that were deleted are not among them.
    pub accounts: Held<Vec<BillingAccount>>,
    /// Price list.
    pub prices: Held<PriceList>,
    /// What servers are ordered into.
    pub projects: Held<Vec<Project>>,
    /// What the account may have and has.
    pub allowance: Held<Allowance>,
    /// What the running month has used, over all billing accounts.
    pub usage: Held<Vec<UsageRow>>,
}

/// Takes one kind of content.
macro_rules! pick {
    ($kind:ident) => {
        |content: &Content| match content {
            Content::Kept(Kept::$kind(value)) => Some(Arc::clone(value)),
            _ => None,
        }
    };
}

impl Inventory {
    /// Everything known of a key beside its servers; `None` when there is no such key. Asks nobody.
    #[must_use]
    pub fn facts(&self, credential: CredentialId) -> Option<KeyFacts> {
        self.state().keys.get(&credential).map(KeyState::key_facts)
    }
}

impl KeyState {
    fn key_facts(&self) -> KeyFacts {
        KeyFacts {
            brand: self.brand,
            label: self.label.clone(),
            team: self.team,
            locations: self.known_locations(),
            images: self.once(Family::Images, pick!(Images)),
            parameters: self.once(Family::Parameters, pick!(Parameters)),
            plans: self.by_location(Family::Plans, pick!(Plans)),
            networks: self.by_location(Family::Networks, pick!(Networks)),
            addresses: self.by_location(Family::Addresses, pick!(Addresses)),
            disks: self.by_location(Family::Disks, pick!(Disks)),
            accounts: self.once(Family::Billing, pick!(Accounts)),
            prices: self.once(Family::Pricing, pick!(Prices)),
            projects: self.once(Family::Projects, pick!(Projects)),
            allowance: self.once(Family::Allowance, pick!(Allowance)),
            usage: self.once(Family::Usage, pick!(Usage)),
        }
    }

    fn known_locations(&self) -> Held<Vec<Location>> {
        let listed = |content: &Content| match content {
            Content::Locations(locations) => Some(Arc::clone(locations)),
            _ => None,
        };
        match self.sources.get(&SourceKey::locations()) {
            Some(source) => Held::of(source, listed),
            None => self.once(Family::Locations, pick!(Locations)),
        }
    }

    fn once<T>(&self, family: Family, pick: impl FnOnce(&Content) -> Option<Arc<T>>) -> Held<T> {
        self.held(&SourceKey::of(family, GLOBAL), pick)
    }

    fn by_location<T>(
        &self,
        family: Family,
        pick: impl Fn(&Content) -> Option<Arc<T>>,
    ) -> BTreeMap<String, Held<T>> {
        let locations = self.sources.keys().filter(|name| name.family == Family::Compute);
        let held = |name: &SourceKey| {
            (name.location.clone(), self.held(&SourceKey::of(family, &name.location), &pick))
        };
        locations.map(held).collect()
    }

    /// What one source holds, or why there is none.
    pub(super) fn held<T>(&self, name: &SourceKey, pick: impl FnOnce(&Content) -> Option<Arc<T>>) -> Held<T> {
        match (self.families.sources.get(name), self.families.offered.lack(name.family)) {
            (Some(beside), _) => Held::of(&beside.source, pick),
            (None, Some(why)) => Held::lacking(why),
            (None, None) => Held::default(),
        }
    }
}
