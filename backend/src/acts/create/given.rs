//! What the form and the plan of a new server are made of, as last read. Gathered in one go, so that everything made of
//! it fits together and nothing here waits for anybody.

use std::sync::Arc;

use domain::Timestamp;
use domain::ids::{CredentialId, ServerKey};
use domain::location::{GLOBAL, Location};
use domain::plan::Plan;
use domain::provider::{Brand, Platform};
use domain::replica::Replica;
use domain::server::Server;
use secrecy::SecretString;

use crate::inventory::{Held, KeyFacts};
use crate::operations::Operations;

/// Everything.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// The team's keys, in the team's order.
    pub(super) keys: Vec<KeyOffer>,
    /// The chosen key and location; `None` when the team has no key that could be used.
    pub(super) place: Option<Place>,
    /// The team's SSH keys.
    pub(super) ring: Vec<RingKey>,
    /// The team's saved scripts.
    pub(super) scripts: Vec<Script>,
    /// The time.
    pub(super) now: Timestamp,
}

/// A key of the team as a choice.
#[derive(Clone, Debug)]
pub(super) struct KeyOffer {
    pub(super) id: CredentialId,
    pub(super) brand: Brand,
    pub(super) label: String,
    /// Why nothing can be made with it.
    pub(super) refusal: Option<String>,
}

/// An SSH key of the team.
#[derive(Clone, Debug)]
pub(super) struct RingKey {
    pub(super) id: String,
    pub(super) name: String,
    /// One OpenSSH line.
    pub(super) line: String,
    /// What tells it from others: its fingerprint.
    pub(super) note: String,
}

/// A saved script. Its text is unsealed for the one that was chosen.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub(super) id: String,
    pub(super) name: String,
    /// Goes up when it is saved anew.
    pub(super) version: i64,
    pub(super) text: Option<SecretString>,
}

/// The chosen key in the chosen location.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) credential: CredentialId,
    /// Where: a slug of the key's list of locations.
    pub(super) location: Option<Location>,
    /// What is known of the key.
    pub(super) facts: KeyFacts,
    /// The key's servers in that location.
    pub(super) servers: Vec<(ServerKey, Arc<Server>)>,
    /// Snapshots and backups of the server that is copied.
    pub(super) replicas: Held<Vec<Replica>>,
    /// Something that was asked for is being read.
    pub(super) reading: bool,
    /// Why some names cannot be had now.
    pub(super) making: Making,
    /// What the provider's API lacks.
    pub(super) lacks: Lacks,
}

/// Servers that are being made in the chosen place, or may have been. Asked name by name, for there is no name yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Making(pub(super) Option<(Operations, ServerKey)>);

impl Making {
    /// Why none of this name may be made now; of one without a name, likewise.
    pub(super) fn refusal(&self, name: Option<&str>) -> Option<String> {
        self.0.as_ref().and_then(|(operations, place)| operations.making(place, name))
    }
}

/// Why things cannot be had of a provider; `None` where they can.
#[derive(Clone, Debug, Default)]
pub(super) struct Lacks {
    pub(super) create: Option<String>,
    pub(super) replicas: Option<String>,
    pub(super) disks: Option<String>,
    pub(super) backups: Option<String>,
}

impl Place {
    pub(super) const fn brand(&self) -> Brand {
        self.facts.brand
    }

    pub(super) const fn platform(&self) -> Platform {
        self.facts.brand.platform()
    }

    /// The location as the inventory and requests name it: Virtua's calls take none.
    pub(super) fn slug(&self) -> &str {
        match self.platform() {
            Platform::Virtua => GLOBAL,
            Platform::Warren => self.location.as_ref().map_or(GLOBAL, |location| location.slug.as_str()),
        }
    }

    /// The location's name in sentences.
    pub(super) fn name(&self) -> &str {
        self.location.as_ref().map_or("this location", |location| location.name.as_str())
    }

    /// What one of the lists that are kept by location holds here.
    pub(super) fn here<T>(&self, lists: &std::collections::BTreeMap<String, Held<Vec<T>>>) -> Held<Vec<T>> {
        let held = lists.get(self.slug());
        held.map_or_else(Held::default, |held| Held {
            value: held.value.clone(),
            taken_at: held.taken_at,
            problem: held.problem.clone(),
        })
    }

    /// Plans or pools of the location.
    pub(super) fn plans(&self) -> Vec<Plan> {
        let location = self.location.as_ref().map(|location| location.slug.as_str());
        let mut plans = rows(&self.here(&self.facts.plans));
        plans.retain(|plan| plan.location.as_deref().is_none_or(|slug| Some(slug) == location));
        plans
    }
}

/// The rows of a list as last read; none when it never was.
pub(super) fn rows<T: Clone>(held: &Held<Vec<T>>) -> Vec<T> {
    held.value.as_ref().map(|rows| rows.as_ref().clone()).unwrap_or_default()
}

/// Why a list is not there, in a sentence; `None` when it is.
pub(super) fn missing<T>(held: &Held<T>, what: &str) -> Option<String> {
    match (&held.value, &held.problem) {
        (Some(_), _) => None,
        (None, Some(problem)) => Some(format!("{what} could not be read: {}", problem.message)),
        (None, None) => Some(format!("{what} is being read.")),
    }
}
