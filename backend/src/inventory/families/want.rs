//! Fresher, please: pages say how old at most, changes say what they made out of date.

use std::time::Duration;

use domain::capability::Family;
use domain::ids::{CredentialId, ServerKey};
use domain::location::GLOBAL;
use tokio::time::Instant;

use super::Families;
use crate::inventory::Inventory;
use crate::inventory::source::SourceKey;

impl Inventory {
    /// Has these read soon if they are older than `at_most`: families, each with a location ([`GLOBAL`] or anything
    /// for those that have none). Returns whether a read is under way or begins at once; open pages are told with
    /// [`domain::event::Event::Servers`] when it has ended. What a provider lacks is not waited for.
    pub fn want(&self, credential: CredentialId, what: &[(Family, &str)], at_most: Duration) -> bool {
        let now = self.moment();
        let mut state = self.state();
        let Some(key) = state.keys.get_mut(&credential).filter(|key| !key.refused) else { return false };
        let (mut under_way, mut news) = (false, false);
        for (family, location) in what {
            let sources = &mut key.families.sources;
            let name = SourceKey::of(*family, location);
            let name = if sources.contains_key(&name) { name } else { SourceKey::of(*family, GLOBAL) };
            if let Some(beside) = sources.get_mut(&name) {
                under_way |= beside.want(at_most, now);
                news |= beside.wanted;
            }
        }
        drop(state);
        if news {
            self.0.wake.notify_one();
        }
        under_way
    }

    /// After a change: what it was about is read anew, in its location and where there is none. Snapshots and backups
    /// are read anew if someone looked at them just now, and otherwise when someone does.
    pub fn refresh_families(&self, credential: CredentialId, location: &str, families: &[Family]) {
        let now = self.moment().instant;
        let window = self.0.config.watch_window;
        let mut state = self.state();
        let Some(key) = state.keys.get_mut(&credential) else { return };
        let concerned = |name: &SourceKey| {
            families.contains(&name.family) && (name.location == location || name.location == GLOBAL)
        };
        for (_, source) in key.sources.iter_mut().filter(|(name, _)| concerned(name)) {
            source.asked = true;
        }
        for (name, beside) in key.families.sources.iter_mut().filter(|(name, _)| concerned(name)) {
            beside.outdated = true;
            beside.source.asked |= name.server.is_none() || beside.is_seen(window, now);
        }
        drop(state);
        self.0.wake.notify_one();
    }
}

impl Families {
    /// Someone asks for a fresh read of one server: so is what a page showed of it within `window`.
    pub(in crate::inventory) fn ask_around(&mut self, server: &ServerKey, window: Duration) {
        let now = Instant::now();
        for (name, beside) in &mut self.sources {
            let about = name.location == server.location
                && name.server.as_ref().is_none_or(|of| *of == server.id)
                && matches!(
                    name.family,
                    Family::Replicas | Family::Disks | Family::Networks | Family::Addresses
                );
            beside.source.asked |= about && beside.is_seen(window, now);
        }
    }
}
