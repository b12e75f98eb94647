//! The servers that an act is asked of, found among the team's.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use domain::act::MOST_AT_ONCE;
use domain::ids::{CredentialId, ServerKey, TeamId};
use domain::{DomainError, Timestamp};

use super::act::Act;
use super::on::On;
use crate::backend::Backend;
use crate::error::Result;
use crate::inventory::KeyFacts;
use crate::inventory::view::TeamServers;

/// Of so many servers at once, what is read server by server is read for an act.
const FEW: usize = 10;

/// As known at one moment.
pub(crate) struct Targets {
    backend: Backend,
    team: TeamId,
    view: Arc<TeamServers>,
    /// Each once, in the order asked for.
    keys: Vec<ServerKey>,
    facts: HashMap<CredentialId, KeyFacts>,
    /// Of how many these are.
    count: usize,
    now: Timestamp,
}

impl Targets {
    /// Finds every one of `keys`.
    ///
    /// # Errors
    /// `NotFound` when one is not the team's; beside `on` when there are none or too many.
    pub(crate) fn find(backend: &Backend, team: TeamId, keys: &[ServerKey]) -> Result<Self> {
        let mut wanted: Vec<ServerKey> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for key in keys {
            if seen.insert(key) {
                wanted.push(key.clone());
            }
        }
        let invalid = |why: String| Err(DomainError::invalid("on", why).into());
        if wanted.is_empty() {
            return invalid("Choose at least one server.".to_owned());
        }
        if wanted.len() > MOST_AT_ONCE {
            return invalid(format!("Choose at most {MOST_AT_ONCE} servers at once."));
        }
        let view = backend.inventory().team(team);
        let mut facts = HashMap::new();
        for key in &wanted {
            view.get(key).ok_or_else(|| DomainError::not_found("server"))?;
            if let Entry::Vacant(place) = facts.entry(key.credential) {
                let known = backend.inventory().facts(key.credential);
                place.insert(known.ok_or_else(|| DomainError::not_found("server"))?);
            }
        }
        let count = wanted.len();
        Ok(Self { backend: backend.clone(), team, view, keys: wanted, facts, count, now: backend.now() })
    }

    /// As what is left of `count` that were asked for: what is said of them is what was said of all.
    pub(super) const fn of(mut self, count: usize) -> Self {
        self.count = count;
        self
    }

    /// Each as an act sees it.
    pub(crate) fn on(&self) -> Vec<On<'_>> {
        let marks = self.backend.marks().team(self.team);
        let on = |key: &ServerKey| {
            Some(On {
                backend: &self.backend,
                view: &self.view,
                entry: self.view.get(key)?,
                facts: self.facts.get(&key.credential)?,
                mark: marks.get(key).cloned().unwrap_or_default(),
                now: self.now,
                alone: self.count == 1,
                few: self.count <= FEW,
            })
        };
        self.keys.iter().filter_map(on).collect()
    }

    /// Each once, in the order asked for.
    pub(crate) fn keys(&self) -> &[ServerKey] {
        &self.keys
    }

    /// When all of it was looked at.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }
}

/// Whether `act` can be asked of so many at once.
///
/// # Errors
/// Beside `on`.
pub(super) fn fits(act: &dyn Act, count: usize) -> std::result::Result<(), DomainError> {
    if count > 1 && !act.many() {
        return Err(DomainError::invalid("on", "This is done to one server at a time. Choose one."));
    }
    Ok(())
}
