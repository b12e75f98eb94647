//! Snapshots and backups of one server: read when someone looks, kept for a while, gone with the server.

use std::collections::HashSet;
use std::sync::Arc;

use domain::capability::Family;
use domain::ids::{ProviderResourceId, ServerKey};
use domain::replica::Replica;
use tokio::time::Instant;

use super::facts::Held;
use super::kept::Kept;
use super::{Beside, Families};
use crate::inventory::Inventory;
use crate::inventory::key::KeyState;
use crate::inventory::pace::FamilyPace;
use crate::inventory::source::{Content, SourceKey};

impl Inventory {
    /// Snapshots and automatic backups of one server as last read, and whether they are being read, which this asks for
    /// when they are older than a minute or so. Open pages are told when that has ended.
    #[must_use]
    pub fn replicas(&self, server: &ServerKey) -> (Held<Vec<Replica>>, bool) {
        let (now, pace) = (self.moment(), &self.0.config.families);
        let name = SourceKey::replicas(&server.location, &server.id);
        let mut state = self.state();
        let Some(key) = state.keys.get_mut(&server.credential) else { return (Held::default(), false) };
        let offered = key.families.offered.lack(Family::Replicas).is_none();
        if offered && !key.families.sources.contains_key(&name) && key.knows_server(server) {
            key.families.admit(name.clone(), pace, now.instant);
        }
        let refused = key.refused;
        let beside = key.families.sources.get_mut(&name).filter(|_| !refused);
        let (under_way, news) =
            beside.map_or((false, false), |beside| (beside.want(pace.replicas, now), beside.wanted));
        let pick = |content: &Content| match content {
            Content::Kept(Kept::Replicas(replicas)) => Some(Arc::clone(replicas)),
            _ => None,
        };
        let held = key.held(&name, pick);
        drop(state);
        if news {
            self.0.wake.notify_one();
        }
        (held, under_way)
    }
}

impl KeyState {
    /// After a list of servers: forgets what belongs to servers of that location that are gone.
    pub(in crate::inventory) fn forget_gone(&mut self, location: &str) {
        let Some(servers) = self.sources.get(&SourceKey::servers(location)) else { return };
        let families = &mut self.families.sources;
        if families.keys().any(|name| name.server.is_some() && name.location == location) {
            let listed: HashSet<&ProviderResourceId> =
                servers.rows().iter().map(|row| &row.server.id).collect();
            families.retain(|name, _| {
                name.location != location || name.server.as_ref().is_none_or(|id| listed.contains(id))
            });
        }
    }

    fn knows_server(&self, server: &ServerKey) -> bool {
        let source = self.sources.get(&SourceKey::servers(&server.location));
        source.is_some_and(|source| source.rows().iter().any(|row| row.server.id == server.id))
    }
}

impl Families {
    /// Takes up one server. When there are too many, the one that was looked at longest ago goes, but none that is on
    /// someone's page: a page with more servers than are kept would otherwise have them read for ever.
    pub(super) fn admit(&mut self, name: SourceKey, pace: &FamilyPace, now: Instant) {
        let kept = || self.sources.iter().filter(|(name, _)| name.server.is_some());
        if kept().count() >= pace.replicas_kept {
            let oldest = kept()
                .filter(|(_, beside)| !beside.source.running && !beside.is_seen(pace.replicas, now))
                .min_by_key(|(_, beside)| beside.looked_at)
                .map(|(name, _)| name.clone());
            let Some(oldest) = oldest else { return };
            self.sources.remove(&oldest);
        }
        self.sources.insert(name, Beside::default());
    }

    /// Forgets what nobody has looked at for a while.
    pub(super) fn forget_unseen(&mut self, pace: &FamilyPace, now: Instant) {
        self.sources.retain(|name, beside| {
            name.server.is_none() || beside.source.running || beside.is_seen(pace.replicas_for, now)
        });
    }
}
