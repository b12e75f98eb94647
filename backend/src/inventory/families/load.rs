//! Takes up what the database knows of families, and keeps what is alike once.

use std::time::Duration;

use super::due::span;
use super::kept::Kept;
use crate::db::snapshots::Snapshot;
use crate::inventory::RefreshConfig;
use crate::inventory::apply::Moment;
use crate::inventory::source::{Content, SourceKey};
use crate::inventory::state::State;

impl State {
    /// The same content as any key holds it already, so that it is kept once.
    pub(super) fn shared(&self, source: &SourceKey, kept: Kept) -> Kept {
        let keys = self.keys.values();
        let held = keys.filter_map(|key| key.families.sources.get(source)?.source.content.as_ref());
        for content in held {
            if let Content::Kept(held) = content
                && *held == kept
            {
                return held.clone();
            }
        }
        kept
    }

    /// Puts a stored snapshot into its source: due when it would have been without the restart. One that cannot be read
    /// any more is left out and read anew; one whose source is gone is left out.
    pub(in crate::inventory) fn take_family_snapshot(
        &mut self,
        snapshot: &Snapshot,
        now: Moment,
        config: &RefreshConfig,
    ) {
        let kept = match Kept::from_json(snapshot.source.family, &snapshot.body) {
            Some(Ok(kept)) => kept,
            Some(Err(error)) => {
                tracing::warn!(credential = %snapshot.credential, %error, "a stored snapshot could not be read");
                return;
            }
            None => return,
        };
        let kept = self.shared(&snapshot.source, kept);
        let key = self.keys.get_mut(&snapshot.credential);
        let Some(source) = key.and_then(|key| key.families.source_mut(&snapshot.source)) else { return };
        source.content = Some(Content::Kept(kept));
        source.taken_at = Some(snapshot.taken_at);
        source.problem = snapshot.problem.as_deref().and_then(|problem| serde_json::from_str(problem).ok());
        source.saved_at = Some(now.instant);
        let age = now.at.0.saturating_sub(snapshot.taken_at.0);
        let age = u64::try_from(age).ok().map(Duration::from_millis);
        let young = age.filter(|age| {
            span(snapshot.source.family, false, &config.families).is_some_and(|span| *age < span)
        });
        if source.problem.is_none() {
            source.read_at = young.and_then(|age| now.instant.checked_sub(age));
        }
    }
}
