//! Puts drafts together to the plan that a person reads.

use domain::act::{Confirm, Fields, Plan, PlanCheck, PlanItem, PlanLine};
use domain::ids::{OperationId, ServerKey};
use domain::policy::Verb;
use providers::Endpoint;
use url::Url;

use super::draft::{Draft, PriceChange};
use super::seen;
use crate::backend::Backend;
use crate::db::credentials;
use crate::error::{BackendError, Result};
use crate::operations::task::StepDraft;

/// Most requests that a plan writes out.
const MOST_REQUESTS: usize = 30;

/// One thing of a plan, understood or refused.
pub(super) struct Item {
    /// Which; `None` for what is still to be made.
    pub(super) server: Option<ServerKey>,
    /// Where its requests go.
    pub(super) place: ServerKey,
    pub(super) name: String,
    /// What would be done, or why nothing is.
    pub(super) draft: std::result::Result<Draft, String>,
}

/// What is not the drafts' to say.
pub(super) struct Around {
    /// The act's name, and the right that it takes.
    pub(super) act: (&'static str, Verb),
    /// On the button.
    pub(super) verb: String,
    /// What has to be typed when one of several drafts asks for it: "delete 3 servers".
    pub(super) deed: String,
    pub(super) checks: Vec<PlanCheck>,
    pub(super) fields: Fields,
}

/// The plan with a fresh operation id: confirming it twice is one operation, or one batch.
pub(super) async fn plan(backend: &Backend, items: Vec<Item>, around: Around) -> Result<Plan> {
    let requests = requests(backend, &items).await?;
    let marks = marks(&items, &around)?;
    let drafts: Vec<&Draft> = items.iter().filter_map(|item| item.draft.as_ref().ok()).collect();
    let one = if items.len() == 1 { drafts.first() } else { None };
    let unique = |part: fn(&Draft) -> &[String]| {
        let mut sentences: Vec<String> = Vec::new();
        for sentence in drafts.iter().flat_map(|draft| part(draft)) {
            if !sentences.contains(sentence) {
                sentences.push(sentence.clone());
            }
        }
        sentences
    };
    let mut costs: Vec<&str> = Vec::new();
    for draft in &drafts {
        if !draft.cost.is_empty() && !costs.contains(&draft.cost.as_str()) {
            costs.push(&draft.cost);
        }
    }
    let mut checks = around.checks;
    // New things come of one form: what it says of the first it says of all.
    let made = items.iter().all(|item| item.server.is_none());
    for check in drafts.iter().filter(|_| one.is_some() || made).flat_map(|draft| &draft.checks) {
        if !checks.contains(check) {
            checks.push(check.clone());
        }
    }
    Ok(Plan {
        operation: OperationId(uuid::Uuid::new_v4()),
        verb: around.verb,
        danger: drafts.iter().any(|draft| draft.danger),
        lines: match one {
            Some(draft) => draft.lines.clone(),
            None if made => common_lines(&drafts),
            None => Vec::new(),
        },
        effects: unique(|draft| &draft.effects),
        irreversible: unique(|draft| &draft.irreversible),
        // Two disks may be called alike.
        dies: drafts.iter().flat_map(|draft| draft.dies.iter().cloned()).collect(),
        stays: unique(|draft| &draft.stays),
        price: total(&drafts).map(|price| price.line()),
        cost: costs.join(" "),
        checks,
        secrets: drafts.first().map(|draft| draft.secrets.clone()).unwrap_or_default(),
        confirm: Confirm { typed: typed(items.len() > 1, drafts.iter().copied(), around.deed) },
        requests,
        fields: seen::with_marks(without_secrets(around.fields, &drafts), &marks),
        items: items
            .into_iter()
            .map(|item| PlanItem {
                server: item.server,
                name: item.name,
                what: item.draft.as_ref().map(|draft| draft.what.clone()).unwrap_or_default(),
                refusal: item.draft.err(),
            })
            .collect(),
    })
}

/// What a confirmation of this plan was told; nothing while it cannot be confirmed.
fn marks(items: &[Item], around: &Around) -> Result<Vec<String>> {
    if around.checks.iter().any(|check| !check.ok) {
        return Ok(Vec::new());
    }
    let of = |item: &Item| {
        let draft = item.draft.as_ref().ok()?;
        Some(seen::mark(around.act, (&item.place.to_string(), &item.name), draft))
    };
    items.iter().filter_map(of).collect()
}

/// Whoever puts a secret among the fields does not get it back.
fn without_secrets(mut fields: Fields, drafts: &[&Draft]) -> Fields {
    let secret = |name: &str| drafts.iter().flat_map(|draft| &draft.secrets).any(|field| field.name == name);
    fields.0.retain(|(name, _)| !secret(name));
    fields
}

/// What has to be typed: for one thing what its draft says, for several the deed.
pub(super) fn typed<'d>(several: bool, drafts: impl Iterator<Item = &'d Draft>, deed: String) -> String {
    let mut asked = drafts.filter_map(|draft| draft.typed.clone());
    match asked.next() {
        None => String::new(),
        Some(_) if several => deed,
        Some(one) => one,
    }
}

/// The lines that all drafts have.
fn common_lines(drafts: &[&Draft]) -> Vec<PlanLine> {
    let Some((first, others)) = drafts.split_first() else { return Vec::new() };
    let common = |line: &&PlanLine| others.iter().all(|draft| draft.lines.contains(line));
    first.lines.iter().filter(common).cloned().collect()
}

/// All prices together; `None` when one is not known or they do not add up.
fn total(drafts: &[&Draft]) -> Option<PriceChange> {
    let mut prices = drafts.iter().map(|draft| draft.price.as_ref());
    let first = prices.next()??.clone();
    prices.try_fold(first, |sum, price| sum.and(price?))
}

/// The exact requests, secrets redacted.
async fn requests(backend: &Backend, items: &[Item]) -> Result<Vec<String>> {
    let mut endpoints: Vec<(ServerKey, Endpoint)> = Vec::new();
    let mut lines = Vec::new();
    let mut more = 0_usize;
    for item in items {
        let Ok(draft) = &item.draft else { continue };
        if lines.len() + draft.steps.len() > MOST_REQUESTS {
            more += draft.steps.len();
            continue;
        }
        if draft.steps.is_empty() {
            continue;
        }
        let known = endpoints.iter().position(|(place, _)| place.credential == item.place.credential);
        let place = if let Some(place) = known {
            place
        } else {
            endpoints.push((item.place.clone(), endpoint(backend, &item.place).await?));
            endpoints.len() - 1
        };
        let Some((_, endpoint)) = endpoints.get(place) else { continue };
        lines.extend(draft.steps.iter().map(|step| describe(backend, endpoint, &item.place, step)));
    }
    if more > 0 {
        lines.push(format!("… and {more} more like these."));
    }
    Ok(lines)
}

fn describe(backend: &Backend, endpoint: &Endpoint, place: &ServerKey, step: &StepDraft) -> String {
    let provider = backend.registry().provider(endpoint.brand);
    let described = provider.changes().describe(endpoint, &place.location, &step.change);
    let text = described.unwrap_or_else(|error| error.public_message());
    if step.uses_made { format!("{text}  (with what the request before made)") } else { text }
}

/// Where requests would go. The key is not needed for that and stays sealed.
async fn endpoint(backend: &Backend, place: &ServerKey) -> Result<Endpoint> {
    let row = credentials::find(backend.db().read(), place.credential).await?;
    let row = row.ok_or_else(|| domain::DomainError::not_found("key"))?;
    let base_url = Url::parse(&row.base_url)
        .map_err(|error| BackendError::internal(format!("stored base URL: {error}")))?;
    Ok(Endpoint { brand: row.brand, base_url, scheme: row.scheme })
}
