//! Writes a change into the caller's transaction, with its audit entry.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::DomainError;
use domain::ids::{ServerKey, TeamId};
use serde_json::json;

use super::edit::detail;
use super::{By, Mark, MarkEdit, Marks};
use crate::audit::{Entry, record};
use crate::db::{WriteTx, marks};
use crate::error::Result;

/// What was written and is not in memory yet. Give it to [`crate::inventory::Inventory::marked`] after the commit.
#[derive(Debug)]
#[must_use = "memory has to learn of it after the commit"]
pub(crate) struct Written {
    pub(super) team: TeamId,
    pub(super) number: u64,
    /// By the key, or the keys, through which the server is known.
    pub(super) marks: Vec<(ServerKey, Arc<Mark>)>,
}

impl Marks {
    /// Changes what is kept beside one of the team's servers, inside `tx`. The caller has checked the right. What is about
    /// the server itself reaches what the team keeps beside it by its other keys as well.
    ///
    /// # Errors
    /// Beside `tags`, `note` or `reason`; `NotFound` when the server's key is not the team's.
    pub(crate) async fn write(
        &self,
        tx: &mut WriteTx,
        by: By<'_>,
        team: TeamId,
        server: &ServerKey,
        edit: &MarkEdit,
    ) -> Result<Written> {
        if !marks::is_of_team(tx.conn(), team, server.credential).await? {
            return Err(DomainError::not_found("server").into());
        }
        let mut places = vec![server.clone()];
        if edit.through_every_key() {
            let same = self.same(server);
            let all = marks::by_any_key(tx.conn(), server).await?.into_iter();
            places.extend(all.map(|(_, key, _)| key).filter(|key| same.contains(&(key.clone(), true))));
        }
        let mut marks = Vec::with_capacity(places.len());
        for place in places {
            let mark = self.write_one(tx, by, team, &place, edit).await?;
            marks.push((place, Arc::new(mark)));
        }
        // Writers take turns, so these numbers are in the order of the commits.
        let number = self.0.count.fetch_add(1, Ordering::Relaxed) + 1;
        Ok(Written { team, number, marks })
    }

    /// What is kept by one key afterwards, with its audit entry.
    async fn write_one(
        &self,
        tx: &mut WriteTx,
        by: By<'_>,
        team: TeamId,
        server: &ServerKey,
        edit: &MarkEdit,
    ) -> Result<Mark> {
        let now = self.0.clock.now();
        let before = marks::get(tx.conn(), server).await?;
        let name = match by {
            By::Person(actor) => actor.session.name.as_str(),
            By::Operation(_) => "Skydeck",
        };
        let after = edit.apply(&before, name, now)?;
        if after != before {
            if after.is_empty() {
                marks::delete(tx.conn(), server).await?;
            } else {
                marks::put(tx.conn(), team, server, &after).await?;
            }
            let mut detail = detail(&before, &after);
            let entry = match by {
                By::Person(actor) => Entry::by(actor, edit.action(), server),
                By::Operation(id) => {
                    if let Some(detail) = detail.as_object_mut() {
                        detail.insert("operation".to_owned(), json!(id.to_string()));
                    }
                    Entry::by_skydeck(edit.action(), server).in_team(team)
                }
            };
            record(tx, &self.0.vault, now, entry.detail(detail)).await?;
        }
        Ok(after)
    }
}
