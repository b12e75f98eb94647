//! One server as an act sees it, with everything that is known around it.

use std::time::Duration;

use domain::Timestamp;
use domain::capability::{Capabilities, Family, Offer};
use domain::floating_ip::{AssignedKind, FloatingIp};
use domain::ids::ServerKey;
use domain::location::GLOBAL;
use domain::network::Network;
use domain::plan::{Image, Plan};
use domain::pricing::PriceList;
use domain::provider::{Brand, Platform};
use domain::replica::Replica;
use domain::rules::parameters::VmParameters;
use domain::server::Server;

use crate::backend::Backend;
use crate::inventory::view::{Entry, SourceFacts, TeamServers};
use crate::inventory::{Held, KeyFacts};
use crate::marks::Mark;

/// What stands around servers is read anew for an act when it is older than this.
const FRESH: Duration = Duration::from_secs(60);
/// What is on sale changes seldom.
const FRESH_ENOUGH: Duration = Duration::from_secs(3600);

/// See the module.
pub(crate) struct On<'a> {
    pub(crate) backend: &'a Backend,
    pub(crate) view: &'a TeamServers,
    /// The server.
    pub(crate) entry: &'a Entry,
    /// What is known of its key.
    pub(crate) facts: &'a KeyFacts,
    /// What Skydeck keeps of it.
    pub(crate) mark: Mark,
    pub(crate) now: Timestamp,
    /// Whether it is asked of this server alone.
    pub(crate) alone: bool,
    /// Whether so few are asked that what is read server by server may be read for them.
    pub(crate) few: bool,
}

impl<'a> On<'a> {
    /// Its identity.
    pub(crate) fn key(&self) -> &'a ServerKey {
        &self.entry.key
    }

    /// As last read.
    pub(crate) fn server(&self) -> &'a Server {
        &self.entry.server
    }

    /// Its name.
    pub(crate) fn name(&self) -> &'a str {
        &self.entry.server.name
    }

    /// Who sells it.
    pub(crate) fn brand(&self) -> Brand {
        self.entry.brand
    }

    /// Which API it has.
    pub(crate) fn platform(&self) -> Platform {
        self.entry.brand.platform()
    }

    /// Where it comes from.
    pub(crate) fn source(&self) -> Option<&'a SourceFacts> {
        self.view.source(self.entry)
    }

    /// What its provider's API offers.
    pub(crate) fn capabilities(&self) -> &'a Capabilities {
        self.backend.registry().provider(self.brand()).capabilities()
    }

    /// Whether a kind of change is offered.
    ///
    /// # Errors
    /// The reason why not.
    pub(crate) fn offers(&self, kind: &str) -> Result<(), String> {
        match self.capabilities().change(kind) {
            Offer::Yes => Ok(()),
            Offer::No(why) => Err(why),
        }
    }

    /// Whether a family is offered.
    ///
    /// # Errors
    /// The reason why not.
    pub(crate) fn has(&self, family: Family) -> Result<(), String> {
        match self.capabilities().family(family) {
            Offer::Yes => Ok(()),
            Offer::No(why) => Err(why),
        }
    }

    /// Has what an act is made of read soon if it is old. Returns whether a read is under way.
    pub(crate) fn want(&self, families: &[Family]) -> bool {
        let key = self.key();
        let (mut slow, mut quick, mut fetching) = (Vec::new(), Vec::new(), false);
        for family in families {
            match family {
                Family::Replicas if self.few => fetching |= self.backend.inventory().replicas(key).1,
                Family::Replicas => {}
                Family::Images | Family::Plans | Family::Parameters | Family::Pricing => {
                    slow.push((*family, key.location.as_str()));
                }
                _ => quick.push((*family, key.location.as_str())),
            }
        }
        for (what, at_most) in [(slow, FRESH_ENOUGH), (quick, FRESH)] {
            if !what.is_empty() {
                fetching |= self.backend.inventory().want(key.credential, &what, at_most);
            }
        }
        fetching
    }

    /// Whether any of these was never read, nor failed to be: what nobody can read is not waited for.
    pub(crate) fn lacks(&self, families: &[Family]) -> bool {
        let (facts, location) = (self.facts, &self.key().location);
        families.iter().filter(|family| self.has(**family).is_ok()).any(|family| match family {
            Family::Replicas => self.few && is_new(Some(&self.replicas())),
            Family::Images => is_new(Some(&facts.images)),
            Family::Parameters => is_new(Some(&facts.parameters)),
            Family::Pricing => is_new(Some(&facts.prices)),
            Family::Billing => is_new(Some(&facts.accounts)),
            Family::Plans => is_new(facts.plans.get(location).or_else(|| facts.plans.get(GLOBAL))),
            Family::Addresses => is_new(facts.addresses.get(location)),
            Family::Networks => is_new(facts.networks.get(location)),
            Family::Disks => is_new(facts.disks.get(location)),
            _ => false,
        })
    }

    /// What is on sale where it stands: plans at Virtua, pools at Warren.
    pub(crate) fn plans(&self) -> &'a [Plan] {
        let plans = &self.facts.plans;
        let held = plans.get(&self.key().location).or_else(|| plans.get(GLOBAL));
        slice(held)
    }

    /// Floating IPs where it stands; `None` when they are not known.
    pub(crate) fn addresses(&self) -> Option<&'a [FloatingIp]> {
        known(self.facts.addresses.get(&self.key().location))
    }

    /// The floating IPs that lead to it, and to nothing else.
    pub(crate) fn own_addresses(&self) -> Vec<&'a FloatingIp> {
        let leads_here = |address: &&FloatingIp| {
            !address.deleted
                && address.assigned.as_ref().is_some_and(|assigned| {
                    assigned.kind == AssignedKind::Server && assigned.resource == self.key().id
                })
        };
        self.addresses().unwrap_or_default().iter().filter(leads_here).collect()
    }

    /// Private networks where it stands.
    pub(crate) fn networks(&self) -> Option<&'a [Network]> {
        known(self.facts.networks.get(&self.key().location))
    }

    /// Its snapshots and automatic backups; of one among many they are not known, for they are read server by server.
    pub(crate) fn replicas(&self) -> Held<Vec<Replica>> {
        if self.few { self.backend.inventory().replicas(self.key()).0 } else { Held::default() }
    }

    /// What it can be installed with.
    pub(crate) fn images(&self) -> &'a [Image] {
        slice(Some(&self.facts.images))
    }

    /// The provider's own rules, where they were read.
    pub(crate) fn parameters(&self) -> Option<&'a VmParameters> {
        self.facts.parameters.value.as_deref()
    }

    /// The price list, where there is one.
    pub(crate) fn prices(&self) -> Option<&'a PriceList> {
        self.facts.prices.value.as_deref()
    }
}

fn is_new<T>(held: Option<&Held<T>>) -> bool {
    held.is_some_and(|held| held.value.is_none() && held.problem.is_none())
}

fn known<T>(held: Option<&Held<Vec<T>>>) -> Option<&[T]> {
    held.and_then(|held| held.value.as_deref()).map(Vec::as_slice)
}

fn slice<T>(held: Option<&Held<Vec<T>>>) -> &[T] {
    known(held).unwrap_or_default()
}
