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
use sqlx::AnyConnection;

pub(crate) use edit::MarkEdit;
pub(crate) use team::{KeptOf, TeamMarks};
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
    /// Another team placed it, which has a key for the same server. Who it is and why is theirs to know.
    pub(crate) of_another_team: bool,
}

impl Lock {
    /// As another team with a key for the same server is told of it.
    fn seen_by_others(&self) -> Self {
        Self { by: "Another team".to_owned(), at: self.at, reason: String::new(), of_another_team: true }
    }

    /// Why nothing is changed, and what to do about it.
    pub(crate) fn refusal(&self) -> String {
        if self.of_another_team {
            return format!(
                "{} that has a key for this server locked it, and only they can unlock it. Nothing was changed.",
                self.by
            );
        }
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
        for row in db::credentials::list_all(db.read()).await? {
            teams.entry(row.team).or_default().learn(row.id, &origin(&row.base_url));
        }
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

    /// Who locked a server, if anyone did, through whichever key: a lock binds everyone and every path.
    pub(crate) fn lock_of(&self, server: &ServerKey) -> Option<Lock> {
        let teams = self.0.teams.read().unwrap_or_else(PoisonError::into_inner);
        let own = teams.values().find_map(|marks| marks.get(server).and_then(|mark| mark.lock.clone()));
        own.or_else(|| {
            let origin = teams.values().find_map(|marks| marks.origin(server.credential))?;
            let mut others = teams.values().flat_map(|marks| {
                marks.by_keys_of(origin, server).filter_map(|other| marks.own_lock(&other))
            });
            others.next().map(Lock::seen_by_others)
        })
    }

    /// As [`Marks::lock_of`], by the database and inside a transaction: of a lock and whatever else is stored, one is the
    /// earlier.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn lock_in(
        &self,
        connection: &mut AnyConnection,
        server: &ServerKey,
    ) -> db::Result<Option<Lock>> {
        let same = self.same(server);
        let mut of_others = None;
        for (_, key, mark) in db::marks::by_any_key(connection, server).await? {
            let Some(lock) = mark.lock else { continue };
            let ours = key == *server || same.contains(&(key.clone(), true));
            if ours {
                return Ok(Some(lock));
            }
            if same.contains(&(key, false)) {
                of_others = Some(lock.seen_by_others());
            }
        }
        Ok(of_others)
    }

    /// The same server by every other key, each with whether it is the team's own.
    pub(crate) fn same(&self, server: &ServerKey) -> Vec<(ServerKey, bool)> {
        let teams = self.0.teams.read().unwrap_or_else(PoisonError::into_inner);
        let Some(origin) = teams.values().find_map(|marks| marks.origin(server.credential)) else {
            return Vec::new();
        };
        let others = teams.values().flat_map(|marks| {
            let ours = marks.origin(server.credential).is_some();
            marks.by_keys_of(origin, server).map(move |other| (other, ours))
        });
        others.filter(|(other, _)| other.credential != server.credential).collect()
    }

    /// Takes over where a key goes: keys of one address list the same servers.
    pub(crate) fn learn(&self, team: TeamId, credential: CredentialId, base_url: &str) {
        let mut teams = self.0.teams.write().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(teams.entry(team).or_default()).learn(credential, &origin(base_url));
    }

    /// Takes over in memory what was committed. Returns the teams whose pages change.
    pub(crate) fn take(&self, written: Vec<Written>) -> Vec<TeamId> {
        let mut teams = self.0.teams.write().unwrap_or_else(PoisonError::into_inner);
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = Vec::new();
        for Written { team, number, marks } in written {
            let mut some = false;
            for (server, mark) in marks {
                let last = taken.entry(server.clone()).or_default();
                // Two commits can be heard of in the wrong order; what was stored later stays.
                if *last > number {
                    continue;
                }
                *last = number;
                some = true;
                Arc::make_mut(teams.entry(team).or_default()).put(server, mark);
            }
            if !some {
                continue;
            }
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

/// What keys of one account have in common: scheme, host and port. The path may have been settled in another way.
fn origin(base_url: &str) -> String {
    url::Url::parse(base_url).map_or_else(|_| base_url.to_owned(), |url| url.origin().ascii_serialization())
}

impl std::fmt::Debug for Marks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Marks").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
