//! What a power action would do, before anyone confirms it. Nothing is sent and nothing is stored.

use domain::DomainError;
use domain::capability::Offer;
use domain::change::{Change, ServerChange};
use domain::ids::{OperationId, ServerKey};
use domain::power::{PowerAction, PowerCall};
use domain::timestamp::Timestamp;
use domain::view::{PlanCheck, PowerPlan};
use providers::Endpoint;
use url::Url;

use super::ServerReader;
use crate::acts::power::{calls, words};
use crate::db::credentials;
use crate::error::{BackendError, Result};
use crate::inventory::view::{Entry, TeamServers};

impl ServerReader<'_> {
    /// The plan of `action` on a server, with a fresh operation id: confirming it twice is one operation.
    ///
    /// # Errors
    /// `NotFound` when the team has no such server.
    pub async fn plan(&self, key: &ServerKey, action: PowerAction) -> Result<PowerPlan> {
        let inventory = self.backend.inventory();
        let view = inventory.team(self.scope.team());
        let entry = view.get(key).ok_or_else(|| DomainError::not_found("server"))?;
        let compute = inventory.compute(entry.brand)?;
        let endpoint = self.endpoint(key).await?;
        let one_call = compute.has_restart_call();
        let provider = self.backend.registry().provider(entry.brand);
        let request = |call: &PowerCall| {
            let change = Change::Server(ServerChange::Power { id: key.id.clone(), call: *call });
            let described = provider.changes().describe(&endpoint, &key.location, &change);
            described.unwrap_or_else(|error| match provider.capabilities().power(action) {
                Offer::No(why) => why,
                Offer::Yes => error.public_message(),
            })
        };
        Ok(PowerPlan {
            operation: OperationId(uuid::Uuid::new_v4()),
            action,
            server: key.clone(),
            server_name: entry.server.name.clone(),
            brand: entry.brand,
            before: entry.server.state.word().to_owned(),
            after: action.goal().word().to_owned(),
            effects: words::effects(action, entry.brand, one_call),
            cost: words::cost(action, entry.brand, entry.server.price.as_ref()),
            irreversible: words::irreversible(action),
            checks: self.checks(&view, entry, action, self.backend.now()),
            requests: calls(action, one_call).iter().map(request).collect(),
        })
    }

    /// Where the request would go. The key is not needed for that and stays sealed.
    async fn endpoint(&self, key: &ServerKey) -> Result<Endpoint> {
        let row = credentials::find(self.backend.db().read(), key.credential).await?;
        let row = row.ok_or_else(|| DomainError::not_found("server"))?;
        let base_url = Url::parse(&row.base_url)
            .map_err(|error| BackendError::internal(format!("stored base URL: {error}")))?;
        Ok(Endpoint { brand: row.brand, base_url, scheme: row.scheme })
    }

    /// What must be true. The person's role is the page's to add.
    fn checks(
        &self,
        view: &TeamServers,
        entry: &Entry,
        action: PowerAction,
        now: Timestamp,
    ) -> Vec<PlanCheck> {
        let passed = |text: String| PlanCheck { ok: true, text };
        let check = |refusal: Option<String>, text: String| {
            refusal.map_or_else(|| passed(text), |text| PlanCheck { ok: false, text })
        };
        let state = &entry.server.state;
        let (operations, inventory) = (self.backend.operations(), self.backend.inventory());
        let label = view.source(entry).map(|source| source.label.as_str()).unwrap_or_default();
        let mut checks = vec![
            check(action.check(state).err(), format!("The server is {}.", state.word())),
            check(
                operations.open_on(&entry.key).map(|open| open.in_the_way),
                "No other change of this server is under way.".to_owned(),
            ),
            check(
                inventory.refusal(entry.key.credential),
                format!("The provider accepts the key “{label}”."),
            ),
        ];
        let capabilities = self.backend.registry().provider(entry.brand).capabilities();
        if let Offer::No(why) = capabilities.power(action) {
            checks.push(PlanCheck { ok: false, text: why });
        }
        checks.push(passed(age(view, entry, now)));
        checks
    }
}

/// How old the facts are that the plan rests on. Old facts stop nobody: the provider decides.
fn age(view: &TeamServers, entry: &Entry, now: Timestamp) -> String {
    let read = view.taken_at(entry).map_or_else(|| "never".to_owned(), |at| at.ago(now));
    match view.source(entry).and_then(|source| source.problem.as_ref()) {
        None => format!("Its state was read {read}."),
        Some(problem) => format!(
            "Its state was read {read}, and reading it anew fails at present: {} It may have changed since; the \
             provider decides.",
            problem.message
        ),
    }
}
