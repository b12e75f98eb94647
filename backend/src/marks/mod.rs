//! What Skydeck keeps beside servers: tags, one note and a lock each. In memory for lists and checks, in the database for good.
//!
//! A change is written in its caller's transaction ([`Marks::write`]) and taken over in memory after the commit
//! ([`crate::inventory::Inventory::marked`]), so that what pages show has happened.

mod edit;
mod team;
mod write;

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::Timestamp;
use domain::ids::{CredentialId, OperationId, ServerKey, TeamId};

pub(crate) use edit::MarkEdit;
pub(crate) use team::TeamMarks;
pub(crate) use write::Written;

use crate::actor::Actor;
use crate::clock::Clock;
use crate::db::{self, Db};
use crate::vault::Vault;

/// What is kept beside one server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Its tags, in the order in which they were given.
    pub(crate) tags: Vec<String>,
    /// One text of several lines; empty without.
    pub(crate) note: String,
    /// While there is one, nothing of the server is changed.
    pub(crate) lock: Option<Lock>,
}

impl Mark {
    /// Whether nothing is kept.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Who locked a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lock {
    /// The person's name.
    pub(crate) by: String,
    /// When.
    pub(crate) at: Timestamp,
    /// Their words; may be empty.
    pub(crate) reason: String,
}

impl Lock {
    /// Why nothing is changed, and what to do about it.
    pub(crate) fn refusal(&self) -> String {
        let reason = if self.reason.is_empty() { String::new() } else { format!(" (“{}”)", self.reason) };
        format!("{} locked this server{reason}. Unlock it first. Nothing was changed.", self.by)
    }
}

/// For whom a mark is changed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By<'a> {
    /// Someone asked for it just now.
    Person(&'a Actor),
    /// It follows from an operation that has ended.
    Operation(OperationId),
}

/// Everything that is kept beside servers. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Marks(Arc<Inner>);

struct Inner {
    vault: Arc<Vault>,
    clock: Clock,
    teams: RwLock<HashMap<TeamId, Arc<TeamMarks>>>,
    /// Counts changes in the order of their transactions.
    count: AtomicU64,
    /// By server: the last change that memory has taken over.
    taken: Mutex<HashMap<ServerKey, u64>>,
}

impl Marks {
    /// Everything as the database last knew it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn open(db: &Db, vault: Arc<Vault>, clock: Clock) -> db::Result<Self> {
        let mut teams: HashMap<TeamId, TeamMarks> = HashMap::new();
        for (team, server, mark) in db::marks::all(db.read()).await? {
            teams.entry(team).or_default().put(server, Arc::new(mark));
        }
        let teams = teams.into_iter().map(|(team, marks)| (team, Arc::new(marks))).collect();
        Ok(Self(Arc::new(Inner {
            vault,
            clock,
            teams: RwLock::new(teams),
            count: AtomicU64::default(),
            taken: Mutex::default(),
        })))
    }

    /// What a team keeps. Costs a lock and a count.
    pub(crate) fn team(&self, team: TeamId) -> Arc<TeamMarks> {
        let teams = self.0.teams.read().unwrap_or_else(PoisonError::into_inner);
        teams.get(&team).map(Arc::clone).unwrap_or_default()
    }

    /// Who locked a server, if anyone did.
    pub(crate) fn lock_of(&self, server: &ServerKey) -> Option<Lock> {
        let teams = self.0.teams.read().unwrap_or_else(PoisonError::into_inner);
        teams.values().find_map(|marks| marks.get(server).and_then(|mark| mark.lock.clone()))
    }

    /// Takes over in memory what was committed. Returns the teams whose pages change.
    pub(crate) fn take(&self, written: Vec<Written>) -> Vec<TeamId> {
        let mut teams = self.0.teams.write().unwrap_or_else(PoisonError::into_inner);
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = Vec::new();
        for Written { team, server, number, mark } in written {
            let last = taken.entry(server.clone()).or_default();
            // Two commits can be heard of in the wrong order; what was stored later stays.
            if *last > number {
                continue;
            }
            *last = number;
            Arc::make_mut(teams.entry(team).or_default()).put(server, mark);
            if !changed.contains(&team) {
                changed.push(team);
            }
        }
        changed
    }

    /// A credential is gone, and its rows with it.
    pub(crate) fn forget(&self, team: TeamId, credential: CredentialId) {
        let mut teams = self.0.teams.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(marks) = teams.get_mut(&team) {
            Arc::make_mut(marks).forget(credential);
        }
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|server, _| server.credential != credential);
    }
}

impl std::fmt::Debug for Marks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Marks").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
