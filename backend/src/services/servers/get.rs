//! One server with its facts, what can be done to it, and what was done.

use domain::DomainError;
use domain::freshness::Freshness;
use domain::ids::ServerKey;
use domain::operation::OperationState;
use domain::power::PowerAction;
use domain::view::{ActOffer, ActPlace, ServerDetail};

use super::ServerReader;
use super::row::row;
use crate::db::operations;
use crate::error::Result;
use crate::inventory::view::{Entry, TeamServers};

/// Operations shown with a server.
const LATEST: i64 = 10;

impl ServerReader<'_> {
    /// One server as last read. Waits for no provider.
    ///
    /// # Errors
    /// `NotFound` when the team has no such server.
    pub async fn get(&self, key: &ServerKey) -> Result<ServerDetail> {
        let inventory = self.backend.inventory();
        inventory.watch(self.scope.team());
        let view = inventory.team(self.scope.team());
        let entry = view.get(key).ok_or_else(|| DomainError::not_found("server"))?;
        let latest = operations::of_server(self.backend.db().read(), self.scope, key, LATEST).await?;
        let now = self.backend.now();
        let server = &entry.server;
        Ok(ServerDetail {
            row: row(&view, entry, self.backend.operations(), now),
            facts: Vec::new(),
            provider_note: server.note.clone(),
            note: String::new(),
            lock: None,
            acts: self.offers(entry),
            reveals: Vec::new(),
            parts: Vec::new(),
            freshness: freshness(&view, entry),
            operations: latest.into_iter().map(crate::operations::row).collect(),
            now,
        })
    }

    /// Whether a change of this server is written down or sent: without anybody's doing, its page will look different
    /// soon. Costs microseconds and asks nobody.
    #[must_use]
    pub fn is_moving(&self, key: &ServerKey) -> bool {
        let running = |state| matches!(state, OperationState::Intended | OperationState::Sent);
        self.backend.inventory().team(self.scope.team()).get(key).is_some()
            && self.backend.operations().open_on(key).is_some_and(|open| running(open.state))
    }

    /// Every action, with the reason where it cannot be used now.
    fn offers(&self, entry: &Entry) -> Vec<ActOffer> {
        let operations = self.backend.operations();
        let offer = |action: PowerAction| ActOffer {
            act: format!("server.{}", action.slug().replace('-', "_")),
            label: action.verb().to_owned(),
            place: ActPlace::Head,
            refusal: operations.check(&entry.key, entry.brand, action, &entry.server.state).err(),
            ..ActOffer::default()
        };
        PowerAction::ALL.into_iter().map(offer).collect()
    }
}

fn freshness(view: &TeamServers, entry: &Entry) -> Freshness {
    let problem = view.source(entry).and_then(|source| source.problem.clone());
    match (view.taken_at(entry), problem) {
        (Some(taken_at), None) => Freshness::Live { taken_at },
        (Some(taken_at), Some(problem)) => Freshness::Stale { taken_at, problem },
        (None, problem) => Freshness::Unknown { problem },
    }
}
