//! One server with everything that its page shows.

use domain::capability::Family;
use domain::freshness::Freshness;
use domain::ids::ServerKey;
use domain::operation::OperationState;
use domain::policy::Verb;
use domain::server_password::ServerPassword;
use domain::view::{LockView, RevealOffer, ServerDetail};
use domain::{DomainError, Timestamp};

use super::ServerReader;
use super::offers::Offers;
use super::row::row;
use super::{facts, parts};
use crate::acts::guard::role_refusal;
use crate::acts::targets::Targets;
use crate::db::operations as journal;
use crate::error::Result;
use crate::inventory::view::{Entry, TeamServers};

/// Operations shown with a server.
const LATEST: i64 = 10;

/// The passwords that are offered.
pub(super) const REVEALED: [(&str, ServerPassword); 2] =
    [("root", ServerPassword::Root), ("rescue", ServerPassword::Rescue)];

impl ServerReader<'_> {
    /// One server as last read. Waits for no provider.
    ///
    /// # Errors
    /// `NotFound` when the team has no such server.
    pub async fn get(&self, key: &ServerKey) -> Result<ServerDetail> {
        self.backend.inventory().watch(self.scope.team());
        let latest = journal::of_server(self.backend.db().read(), self.scope, key, LATEST).await?;
        let targets = Targets::find(self.backend, self.scope.team(), std::slice::from_ref(key))?;
        let all = targets.on();
        let on = all.first().ok_or_else(|| DomainError::not_found("server"))?;
        let (offers, operations) = (Offers { actor: self.actor, on }, self.backend.operations());
        let (server, now): (_, Timestamp) = (on.server(), on.now);
        // Parts first: they ask for what facts are made of, too.
        let parts = parts::parts(offers);
        Ok(ServerDetail {
            row: row(on.view, on.entry, operations, now),
            facts: facts::facts(offers),
            provider_note: server.note.clone(),
            note: on.mark.note.clone(),
            lock: on.mark.lock.as_ref().map(|lock| LockView {
                by: lock.by.clone(),
                at: lock.at,
                reason: lock.reason.clone(),
            }),
            acts: offers.all(),
            reveals: reveals(offers),
            parts,
            freshness: freshness(on.view, on.entry),
            operations: latest.into_iter().map(|known| operations.row(self.actor, known)).collect(),
            now,
        })
    }

    /// Whether a change of this server is written down or sent, or the server is being read anew after one: without
    /// anybody's doing, its page will look different soon. Costs microseconds and asks nobody.
    #[must_use]
    pub fn is_moving(&self, key: &ServerKey) -> bool {
        let running = |state| matches!(state, OperationState::Intended | OperationState::Sent);
        let inventory = self.backend.inventory();
        inventory.team(self.scope.team()).get(key).is_some()
            && (self.backend.operations().open_on(key).is_some_and(|open| running(open.state))
                || inventory.is_expected(key))
    }
}

/// The passwords that the provider keeps, or why it shows none.
fn reveals(offers: Offers<'_>) -> Vec<RevealOffer> {
    let on = offers.on;
    let refusal = on
        .has(Family::Passwords)
        .err()
        .or_else(|| role_refusal(offers.actor, Verb::Reveal))
        .or_else(|| on.backend.inventory().refusal(on.key().credential));
    let offer = |(which, password): (&str, ServerPassword)| RevealOffer {
        which: which.to_owned(),
        label: format!("Show {}", password.noun()),
        refusal: refusal.clone(),
    };
    REVEALED.into_iter().map(offer).collect()
}

fn freshness(view: &TeamServers, entry: &Entry) -> Freshness {
    let problem = view.source(entry).and_then(|source| source.problem.clone());
    match (view.taken_at(entry), problem) {
        (Some(taken_at), None) => Freshness::Live { taken_at },
        (Some(taken_at), Some(problem)) => Freshness::Stale { taken_at, problem },
        (None, problem) => Freshness::Unknown { problem },
    }
}
