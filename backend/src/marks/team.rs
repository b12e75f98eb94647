//! What one team keeps beside its servers, as of one moment. Keys that go to one address list the same server twice: a lock that
//! was placed through one of them binds the server through all.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::{CredentialId, ServerKey};

use super::{Lock, Mark};

/// By server; servers without anything are not in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TeamMarks {
    /// As stored.
    kept: HashMap<ServerKey, Arc<Mark>>,
    /// Of servers that were locked through another key: what is kept beside them, with that lock.
    lent: HashMap<ServerKey, Arc<Mark>>,
    /// Where the team's keys go.
    origins: HashMap<CredentialId, Arc<str>>,
}

/// Beside how many of a key's servers something is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeptOf {
    pub(crate) tags: u32,
    pub(crate) notes: u32,
    pub(crate) locks: u32,
}

impl KeptOf {
    pub(crate) fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

impl TeamMarks {
    /// What is kept beside a server, with the lock that binds it within the team.
    pub(crate) fn get(&self, server: &ServerKey) -> Option<&Mark> {
        self.lent.get(server).or_else(|| self.kept.get(server)).map(AsRef::as_ref)
    }

    /// Every server beside which something is kept or that is locked. One of them may have gone at its provider.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&ServerKey, &Arc<Mark>)> {
        self.lent.iter().chain(self.kept.iter().filter(|(server, _)| !self.lent.contains_key(server)))
    }

    /// Beside how many servers of a key something is kept, which goes with the key.
    pub(crate) fn kept_of(&self, credential: CredentialId) -> KeptOf {
        let mut counts = KeptOf::default();
        for (_, mark) in self.kept.iter().filter(|(server, _)| server.credential == credential) {
            counts.tags += u32::from(!mark.tags.is_empty());
            counts.notes += u32::from(!mark.note.is_empty());
            counts.locks += u32::from(mark.lock.is_some());
        }
        counts
    }

    /// The lock that was placed through this key itself.
    pub(super) fn own_lock(&self, server: &ServerKey) -> Option<&Lock> {
        self.kept.get(server).and_then(|mark| mark.lock.as_ref())
    }

    /// Where a key of the team goes.
    pub(super) fn origin(&self, credential: CredentialId) -> Option<&Arc<str>> {
        self.origins.get(&credential)
    }

    /// The server by each of the team's keys that go to `origin`.
    pub(super) fn by_keys_of(&self, origin: &str, server: &ServerKey) -> impl Iterator<Item = ServerKey> {
        let keys = self.origins.iter().filter(move |(_, of)| ***of == *origin);
        keys.map(|(credential, _)| ServerKey { credential: *credential, ..server.clone() })
    }

    /// The same server by the team's other keys.
    fn same(&self, server: &ServerKey) -> Vec<ServerKey> {
        let Some(origin) = self.origin(server.credential) else { return Vec::new() };
        self.by_keys_of(origin, server).filter(|other| other.credential != server.credential).collect()
    }

    pub(crate) fn put(&mut self, server: ServerKey, mark: Arc<Mark>) {
        if mark.is_empty() {
            self.kept.remove(&server);
        } else {
            self.kept.insert(server.clone(), mark);
        }
        self.lend(&server);
    }

    /// Takes over where a key goes.
    pub(super) fn learn(&mut self, credential: CredentialId, origin: &str) {
        if self.origin(credential).is_some_and(|known| **known == *origin) {
            return;
        }
        self.origins.insert(credential, Arc::from(origin));
        for server in self.locked() {
            self.lend(&server);
        }
    }

    pub(super) fn forget(&mut self, credential: CredentialId) {
        let of_it = |server: &ServerKey| server.credential == credential;
        let freed: Vec<ServerKey> =
            self.locked().into_iter().filter(of_it).flat_map(|server| self.same(&server)).collect();
        self.kept.retain(|server, _| !of_it(server));
        self.lent.retain(|server, _| !of_it(server));
        self.origins.remove(&credential);
        for server in freed {
            self.lend(&server);
        }
    }

    fn locked(&self) -> Vec<ServerKey> {
        let locked = self.kept.iter().filter(|(_, mark)| mark.lock.is_some());
        locked.map(|(server, _)| server.clone()).collect()
    }

    /// Has a lock on a server be seen by every key, or no longer.
    fn lend(&mut self, server: &ServerKey) {
        let mut keys = self.same(server);
        keys.push(server.clone());
        // Of several locks the same one is shown every time.
        keys.sort_unstable_by_key(|key| key.credential);
        let lock = keys.iter().find_map(|key| self.own_lock(key)).cloned();
        for key in keys {
            match &lock {
                Some(lock) if self.own_lock(&key).is_none() => {
                    let own = self.kept.get(&key).map(|mark| (**mark).clone()).unwrap_or_default();
                    self.lent.insert(key, Arc::new(Mark { lock: Some(lock.clone()), ..own }));
                }
                _ => {
                    self.lent.remove(&key);
                }
            }
        }
    }
}
