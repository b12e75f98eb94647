//! Takes up what the database knows: every credential and its last good snapshots at start, one credential when it changes.

use std::sync::Arc;

use domain::capability::Family;
use domain::freshness::SourceProblem;
use domain::ids::{CredentialId, TeamId};
use domain::server::Server;
use tokio::time::Instant;

use super::apply::Moment;
use super::key::KeyState;
use super::source::{Content, Row, Source};
use super::state::State;
use super::{Inventory, RefreshConfig};
use crate::db::credentials::{self, StoredCredential};
use crate::db::snapshots::Snapshot;
use crate::db::{self, snapshots};

impl Inventory {
    /// Reads everything at start.
    pub(super) async fn load(&self) -> db::Result<()> {
        let stored = credentials::list_all(self.0.parts.db.read()).await?;
        let snapshots = snapshots::all(self.0.parts.db.read()).await?;
        let now = Instant::now();
        let mut teams: Vec<TeamId> = stored.iter().map(|row| row.team).collect();
        teams.sort_unstable();
        teams.dedup();
        {
            let mut state = self.state();
            for row in &stored {
                state.keys.insert(row.id, self.new_key(row, now));
            }
            let now = self.moment();
            for snapshot in snapshots {
                take_snapshot(&mut state, snapshot, now, &self.0.config);
            }
            for row in &stored {
                if let Some(key) = state.keys.get_mut(&row.id) {
                    key.show_refusal(&row.health);
                }
            }
            for team in &teams {
                state.touch(*team, true);
            }
        }
        for team in teams {
            self.publish(team);
        }
        Ok(())
    }

    /// A credential was added, replaced or removed: its rows appear, stay or vanish at once, and it is read anew.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn credential_changed(&self, id: CredentialId) -> crate::error::Result<()> {
        let row = credentials::find(self.0.parts.db.read(), id).await?;
        if row.is_none() {
            let mut tx = self.0.parts.db.write().await?;
            snapshots::forget(tx.conn(), id).await?;
            tx.commit().await?;
        }
        if let Some(team) = self.take_credential(id, row.as_ref()) {
            self.publish(team);
            self.0.wake.notify_one();
        }
        Ok(())
    }

    fn new_key(&self, row: &StoredCredential, now: Instant) -> KeyState {
        let capabilities = self.0.parts.registry.provider(row.brand).capabilities();
        KeyState::new(row, capabilities, &self.0.config, now)
    }

    /// Returns the team whose pages change.
    fn take_credential(&self, id: CredentialId, row: Option<&StoredCredential>) -> Option<TeamId> {
        let now = Instant::now();
        let mut state = self.state();
        let team = match row {
            Some(row) => {
                self.0.parts.marks.learn(row.team, row.id, &row.base_url);
                match state.keys.get_mut(&id) {
                    Some(key) => key.renew(row, &self.0.config, now),
                    None => {
                        state.keys.insert(id, self.new_key(row, now));
                    }
                }
                row.team
            }
            None => {
                let team = state.keys.remove(&id)?.team;
                self.0.parts.marks.forget(team, id);
                team
            }
        };
        state.touch(team, true);
        Some(team)
    }
}

/// Puts a stored snapshot into its source. One that cannot be read any more is left out and read anew.
fn take_snapshot(state: &mut State, snapshot: Snapshot, now: Moment, config: &RefreshConfig) {
    let Some(key) = state.keys.get_mut(&snapshot.credential) else { return };
    if key.families.source_mut(&snapshot.source).is_some() {
        return state.take_family_snapshot(&snapshot, now, config);
    }
    let content = match snapshot.source.family {
        Family::Compute => {
            serde_json::from_str(&snapshot.body).map(|servers| Content::Servers(rows(servers)))
        }
        Family::Locations => {
            serde_json::from_str(&snapshot.body).map(|rows| Content::Locations(Arc::new(rows)))
        }
        _ => return,
    };
    let content = match content {
        Ok(content) => content,
        Err(error) => {
            tracing::warn!(credential = %snapshot.credential, %error, "a stored snapshot could not be read");
            return;
        }
    };
    // Locations come before the servers in them. Servers of a location that has gone since are not brought back.
    match &content {
        Content::Locations(locations) => key.know_locations(locations.to_vec()),
        Content::Servers(_) if key.knows_location(&snapshot.source.location) => {}
        Content::Servers(_) | Content::Kept(_) => return,
    }
    let problem: Option<SourceProblem> =
        snapshot.problem.as_deref().and_then(|problem| serde_json::from_str(problem).ok());
    let source: &mut Source = key.sources.entry(snapshot.source).or_default();
    source.content = Some(content);
    source.taken_at = Some(snapshot.taken_at);
    source.problem = problem;
}

/// Rows of a list.
fn rows(servers: Vec<Server>) -> Vec<Row> {
    servers.into_iter().map(|server| Row { server: Arc::new(server), read_at: None }).collect()
}
