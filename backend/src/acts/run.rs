//! The confirmation: everything is looked at again, what was typed is compared, and operations begin.

use std::collections::HashSet;

use domain::act::{Begun, Fields, words};
use domain::ids::{OperationId, ServerKey};
use domain::{DomainError, ErrorKind};
use providers::family::Secrets;
use secrecy::SecretString;
use tracing::Instrument;

use super::Acts;
use super::act::{Act, Around, Known, Make, titled};
use super::ask::made_title;
use super::begun::{Outcome, begun_many, begun_new, begun_one, first_error, foreign, left_out, servers};
use super::draft::{Draft, New};
use super::guard;
use super::on::On;
use super::plan::typed;
use super::secret;
use super::seen::{self, Seen};
use super::targets::{Targets, fits};
use super::troubles::Troubles;
use crate::access::TeamScope;
use crate::actor::Actor;
use crate::db::operations::Operation;
use crate::error::{BackendError, Result};
use crate::operations::Operations;
use crate::operations::task::{Task, id_in_batch, to_be_made};

/// A plan that a person confirmed. Its `Debug` redacts the password.
#[derive(Clone, Debug)]
pub struct Confirmed {
    /// The plan's own id: two clicks on one plan are one operation, or one batch.
    pub operation: OperationId,
    /// The act's name.
    pub act: String,
    /// On which servers; empty for what is still to be made.
    pub on: Vec<ServerKey>,
    /// The fields that the plan carried, with what was read of it ([`domain::act::PLAN_WAS`]).
    pub fields: Fields,
    /// What the person typed to confirm.
    pub typed: String,
    /// The secret that the plan asked for. Handed on, kept nowhere.
    pub password: Option<SecretString>,
}

/// One operation that is about to begin.
struct Ready {
    id: OperationId,
    name: String,
    task: Task,
    secrets: Secrets,
}

impl Acts<'_> {
    /// Has an act done that was confirmed. Returns as soon as it is written down.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the act's right; `NotFound` when the team has not every one of the servers;
    /// beside the field that is missing or wrong; `Conflict` when nothing of it can be done now, or when it is not what
    /// was read any more. Nothing was sent then.
    pub async fn run(&self, mut confirmed: Confirmed) -> Result<Begun> {
        let seen = Seen::take(&mut confirmed.fields);
        match Known::find(&confirmed.act).ok_or_else(|| DomainError::not_found("action"))? {
            Known::On(act) => {
                self.access.require(act.right())?;
                self.run_on(act, confirmed, seen).await
            }
            Known::New(make) => {
                self.access.require(make.right())?;
                self.run_new(make, confirmed, seen).await
            }
        }
    }

    async fn run_on(&self, act: &'static dyn Act, confirmed: Confirmed, seen: Seen) -> Result<Begun> {
        if let [key] = confirmed.on.as_slice() {
            return self.run_on_one(act, key, &confirmed, &seen).await;
        }
        let mut known = self.access.backend.operations().batch(self.scope, confirmed.operation).await?;
        if known.iter().any(|operation| operation.act != act.slug()) {
            return Err(foreign().into());
        }
        // Confirmed before for one server alone: this is not that plan.
        if known.is_empty() && self.exists(confirmed.operation).await? {
            return Err(foreign().into());
        }
        // Confirmed before: what was begun then is not looked at again, for it has changed meanwhile, or is gone.
        let is_known = |key: &&ServerKey| known.iter().any(|operation| operation.server == **key);
        let rest: Vec<ServerKey> = confirmed.on.iter().filter(|key| !is_known(key)).cloned().collect();
        let count = confirmed.on.iter().collect::<HashSet<_>>().len();
        let (ready, refused) = if rest.is_empty() && !known.is_empty() {
            (Vec::new(), Vec::new())
        } else {
            match self.prepare(act, (&confirmed, &seen), &rest, count) {
                Ok(prepared) => prepared,
                // What stands in the way may be these very operations, begun meanwhile by another click.
                Err(error) => {
                    let operations = self.access.backend.operations();
                    operations.written().await?;
                    let begun = operations.batch(self.scope, confirmed.operation).await?;
                    if begun.len() == known.len() {
                        return Err(error);
                    }
                    known = begun;
                    (Vec::new(), Vec::new())
                }
            }
        };
        let mut outcomes = self.begin(Some(confirmed.operation), ready).await?;
        outcomes.extend(
            known
                .into_iter()
                .map(|operation| Outcome { name: operation.server_name.clone(), result: Ok(operation) }),
        );
        begun_many(act, confirmed.operation, outcomes, refused)
    }

    async fn run_on_one(
        &self,
        act: &'static dyn Act,
        key: &ServerKey,
        confirmed: &Confirmed,
        seen: &Seen,
    ) -> Result<Begun> {
        if let Some(known) = self.known(confirmed.operation, key, act).await? {
            return Ok(begun_one(act, &known));
        }
        // Confirmed before for several: this is not that plan.
        if !self.access.backend.operations().batch(self.scope, confirmed.operation).await?.is_empty() {
            return Err(foreign().into());
        }
        let ready = match self.prepare(act, (confirmed, seen), &confirmed.on, 1) {
            Ok((ready, _)) => ready,
            // What stands in the way may be this very operation, begun meanwhile by another click.
            Err(error) => {
                self.access.backend.operations().written().await?;
                let known = self.known(confirmed.operation, key, act).await?;
                return known.map(|known| begun_one(act, &known)).ok_or(error);
            }
        };
        let only = self.begin(None, ready).await?.pop();
        let only = only.ok_or_else(|| BackendError::internal("nothing was begun"))?;
        only.result.map(|operation| begun_one(act, &operation))
    }

    /// Whether there is a single operation of this id.
    async fn exists(&self, id: OperationId) -> Result<bool> {
        match self.access.backend.operations().get(self.scope, id).await {
            Ok(_) => Ok(true),
            Err(error) if error.public().kind == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The operation of this id on this server, if the same was confirmed before.
    async fn known(&self, id: OperationId, key: &ServerKey, act: &dyn Act) -> Result<Option<Operation>> {
        self.access.backend.operations().known(self.scope, id, key, act.slug()).await
    }

    /// Looks at everything again, on these servers of `count` that were asked for. Gives what can begin, and what is
    /// refused with its reason.
    fn prepare(
        &self,
        act: &'static dyn Act,
        (confirmed, seen): (&Confirmed, &Seen),
        keys: &[ServerKey],
        count: usize,
    ) -> Result<(Vec<Ready>, Vec<Outcome>)> {
        let targets = Targets::find(self.access.backend, self.scope.team(), keys)?.of(count);
        fits(act, count)?;
        let on = targets.on();
        let several = count > 1;
        let mut drafts: Vec<(&On<'_>, Draft)> = Vec::new();
        let mut refused = Vec::new();
        for on in &on {
            let conflict = |why: String| BackendError::from(DomainError::new(ErrorKind::Conflict, why));
            let refusal = guard::refusal(act, on).map(conflict);
            let draft = match refusal {
                Some(refusal) => Err(refusal),
                None => act.draft(on, &confirmed.fields).map_err(BackendError::from),
            };
            match draft {
                Ok(draft) => drafts.push((on, draft)),
                // A field that is wrong is wrong for all of them.
                Err(error) if !several || error.public().field.is_some() => return Err(error),
                Err(error) => refused.push(Outcome { name: on.name().to_owned(), result: Err(error) }),
            }
        }
        let mut other = Vec::new();
        for (at, (on, draft)) in drafts.iter().enumerate() {
            let mark = seen::mark((act.slug(), act.right()), (&on.key().to_string(), on.name()), draft)?;
            if !seen.has(&mark, act.right(), draft)? {
                other.push((at, on.name()));
            }
        }
        if !other.is_empty() && on.len() == count {
            let names: Vec<&str> = other.iter().map(|(_, name)| *name).collect();
            return Err(seen::changed(&names).into());
        }
        // Others of the batch were begun before, as they were read.
        for (at, name) in other.into_iter().rev() {
            drafts.remove(at);
            refused.push(Outcome { name: name.to_owned(), result: Err(seen::changed(&[name]).into()) });
        }
        // With those that were begun when it was confirmed before.
        let possible = drafts.len() + count.saturating_sub(on.len());
        let deed = titled(act, &servers(possible)).to_lowercase();
        let expected = typed(several, drafts.iter().map(|(_, draft)| draft), deed);
        if confirmed.typed.trim() != expected.trim() && !expected.is_empty() {
            let so_many = if several { ": so many can be done now" } else { "" };
            let why = format!("Type “{expected}” exactly to confirm{so_many}. Nothing was sent.");
            return Err(DomainError::invalid("typed", why).into());
        }
        let mut ready = Vec::new();
        for (on, draft) in drafts {
            let id = if several { id_in_batch(confirmed.operation, on.key()) } else { confirmed.operation };
            let secrets = secrets(act, on, &draft, confirmed.password.as_ref())?;
            let name = on.name().to_owned();
            let task = draft.task(on.key().clone(), name.clone(), on.brand(), act.slug());
            ready.push(Ready { id, name, task, secrets });
        }
        Ok((ready, refused))
    }

    /// Writes down what is ready, one after the other. Does so to its end even when the browser goes away.
    async fn begin(&self, batch: Option<OperationId>, ready: Vec<Ready>) -> Result<Vec<Outcome>> {
        let (operations, actor) = (self.access.backend.operations().clone(), self.access.actor.clone());
        let scope = self.scope;
        if let [_] = ready.as_slice() {
            // One is carried to its end by itself.
            return Ok(begin_all(operations, actor, scope, batch, ready).await);
        }
        Ok(tokio::spawn(begin_all(operations, actor, scope, batch, ready).in_current_span()).await?)
    }

    /// What was begun before under this id, if it made something.
    async fn known_new(&self, make: &dyn Make, id: OperationId) -> Result<Option<Begun>> {
        let operations = self.access.backend.operations();
        let mut known = operations.batch(self.scope, id).await?;
        if known.is_empty() {
            match operations.get(self.scope, id).await {
                Ok(operation) => known.push(operation),
                Err(error) if error.public().kind == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        let Some(first) = known.first() else { return Ok(None) };
        if first.act != make.slug() {
            return Err(foreign().into());
        }
        let verb = words::words_of(make.slug()).doing;
        let text = match known.as_slice() {
            [one] => format!("{verb} {}", one.server_name),
            many => format!("{verb} {} servers", many.len()),
        };
        Ok(Some(begun_new(id, text, first.batch.is_some())))
    }

    async fn run_new(&self, make: &'static dyn Make, confirmed: Confirmed, seen: Seen) -> Result<Begun> {
        if let Some(known) = self.known_new(make, confirmed.operation).await? {
            return Ok(known);
        }
        let (drafts, secrets) = match self.prepare_new(make, &confirmed, &seen).await {
            Ok(prepared) => prepared,
            // What stands in the way may be these very operations, begun meanwhile by another click.
            Err(error) => {
                self.access.backend.operations().written().await?;
                return self.known_new(make, confirmed.operation).await?.ok_or(error);
            }
        };
        let text = made_title(words::words_of(make.slug()).doing, &drafts);
        let several = drafts.len() > 1;
        let mut ready = Vec::new();
        for (number, New { place, brand, name, draft }) in (1_u32..).zip(drafts) {
            let id = if several {
                let nth = domain::ids::ProviderResourceId(format!("new-{number}"));
                id_in_batch(confirmed.operation, &ServerKey { id: nth, ..place.clone() })
            } else {
                confirmed.operation
            };
            let task = draft.task(to_be_made(id, &place), name.clone(), brand, make.slug());
            ready.push(Ready { id, name, task, secrets: secrets.clone() });
        }
        let outcomes = self.begin(several.then_some(confirmed.operation), ready).await?;
        let (begun, refused): (Vec<_>, Vec<_>) =
            outcomes.into_iter().partition(|outcome| outcome.result.is_ok());
        if begun.is_empty() {
            return Err(first_error(refused));
        }
        let text = if refused.is_empty() { text } else { format!("{text}. {}", left_out(&refused)) };
        Ok(begun_new(confirmed.operation, text, several))
    }

    /// Looks at everything again that is to be made.
    async fn prepare_new(
        &self,
        make: &dyn Make,
        confirmed: &Confirmed,
        seen: &Seen,
    ) -> Result<(Vec<New>, Secrets)> {
        let view = self.access.backend.inventory().team(self.scope.team());
        let now = self.access.backend.now();
        let around = Around { backend: self.access.backend, scope: self.scope, view: &view, now };
        let drafts = make.draft(&around, &confirmed.fields).await?.map_err(Troubles::into_first)?;
        for New { place, name, draft, .. } in &drafts {
            let mark = seen::mark((make.slug(), make.right()), (&place.to_string(), name), draft)?;
            if !seen.has(&mark, make.right(), draft)? {
                return Err(seen::changed(&[]).into());
            }
        }
        let secrets = make.secrets(&around, &confirmed.fields, confirmed.password.clone()).await?;
        Ok((drafts, secrets))
    }
}

async fn begin_all(
    operations: Operations,
    actor: Actor,
    scope: TeamScope,
    batch: Option<OperationId>,
    ready: Vec<Ready>,
) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(ready.len());
    for Ready { id, name, task, secrets } in ready {
        let result = operations.begin(&actor, scope, id, batch, task, secrets).await;
        outcomes.push(Outcome { name, result });
    }
    outcomes
}

/// What goes beside the requests of a draft.
fn secrets(act: &dyn Act, on: &On<'_>, draft: &Draft, password: Option<&SecretString>) -> Result<Secrets> {
    if draft.secrets.is_empty() {
        return Ok(Secrets::default());
    }
    let Some(password) = secret::given(password.cloned()) else {
        return Err(DomainError::invalid("password", "Enter a password.").into());
    };
    secret::judged(&password, |password| act.check_secret(on, password))?;
    Ok(Secrets { password: Some(password), ..Secrets::default() })
}
