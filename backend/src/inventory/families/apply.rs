//! Takes over what a read of a family gave.

use domain::freshness::SourceProblem;
use providers::ProviderError;
use providers::error::Refusal;

use super::due::span;
use super::kept::Kept;
use super::source::Beside;
use crate::inventory::apply::{Moment, after, ended, speaks};
use crate::inventory::due::Job;
use crate::inventory::pace::{self, spread};
use crate::inventory::save::Save;
use crate::inventory::source::Content;
use crate::inventory::state::State;
use crate::inventory::{Inventory, RefreshConfig};

impl Inventory {
    /// Takes over how a read ended. Returns what the database has to keep.
    pub(in crate::inventory) fn apply_family(
        &self,
        job: &Job,
        result: Result<Kept, ProviderError>,
    ) -> Option<Save> {
        let now = self.moment();
        let mut state = self.state();
        let result = result.map(|kept| state.shared(&job.source, kept));
        let State { keys, arrived, .. } = &mut *state;
        // Removed or replaced meanwhile: this answer belongs to nothing any more.
        let key = keys.get_mut(&job.credential).filter(|key| key.generation == job.generation)?;
        key.families.breaker.record(now.instant, result.as_ref().map_or_else(speaks, |_| true));
        if let Err(ProviderError::RateLimited { retry_after, .. }) = &result {
            key.limits.pause(*retry_after, now.instant);
        }
        let (team, refused) = (key.team, key.refused);
        let beside = key.families.sources.get_mut(&job.source)?;
        ended(&mut beside.source, now.instant);
        let (changed, save) = match result {
            Ok(kept) => succeeded(beside, job, kept, refused, now, &self.0.config),
            Err(error) => failed(beside, job, &error, refused, now, &self.0.config),
        };
        if beside.tells(changed) {
            arrived.insert(team);
            self.0.arrived.notify_one();
        }
        // What is read server by server is not stored.
        save.filter(|_| job.source.server.is_none())
    }

    /// The read was not made, through no fault of the provider's: it is made after a pause.
    pub(in crate::inventory) fn give_up_family(&self, job: &Job, why: Option<&str>) {
        let now = self.moment();
        let mut state = self.state();
        let State { keys, arrived, .. } = &mut *state;
        let Some(key) = keys.get_mut(&job.credential).filter(|key| key.generation == job.generation) else {
            return;
        };
        let team = key.team;
        key.families.breaker.release();
        let Some(beside) = key.families.sources.get_mut(&job.source) else { return };
        ended(&mut beside.source, now.instant);
        let Some(why) = why else { return };
        beside.source.backoff_until = Some(now.instant + spread(self.0.config.backoff_max));
        let changed = beside.source.problem.as_ref().is_none_or(|problem| problem.message != why);
        beside.source.problem = Some(SourceProblem {
            message: why.to_owned(),
            status: None,
            correlation_id: None,
            since: beside.source.problem.as_ref().map_or(now.at, |problem| problem.since),
            next_try: None,
        });
        if beside.tells(changed) {
            arrived.insert(team);
            self.0.arrived.notify_one();
        }
    }
}

fn succeeded(
    beside: &mut Beside,
    job: &Job,
    kept: Kept,
    refused: bool,
    now: Moment,
    config: &RefreshConfig,
) -> (bool, Option<Save>) {
    let source = &mut beside.source;
    let content = Content::Kept(kept);
    let differs = source.content.as_ref() != Some(&content);
    if differs {
        source.content = Some(content);
    }
    let recovered = !refused && source.problem.take().is_some();
    source.failures = 0;
    source.backoff_until = None;
    source.taken_at = Some(now.at);
    // Asked for while this was on its way: the answer may be older than what made it out of date.
    beside.outdated = source.asked;
    let due = source.saved_at.is_none_or(|at| now.instant.duration_since(at) >= config.save_unchanged);
    let save = (differs || recovered || due).then(|| {
        let content = (differs || source.saved_at.is_none()).then(|| source.content.clone()).flatten();
        source.saved_at = Some(now.instant);
        Save::new(job, now.at, content, source.problem.clone())
    });
    (differs || recovered, save)
}

fn failed(
    beside: &mut Beside,
    job: &Job,
    error: &ProviderError,
    refused: bool,
    now: Moment,
    config: &RefreshConfig,
) -> (bool, Option<Save>) {
    let source = &mut beside.source;
    source.failures = source.failures.saturating_add(1);
    let mut pause = spread(pace::backoff(config, source.failures));
    if let ProviderError::RateLimited { retry_after, .. } = error {
        pause = pause.max(retry_after.unwrap_or(pace::RETRY_AFTER_DEFAULT).min(pace::RETRY_AFTER_MAX));
    }
    // What this key may not read, or this provider does not have, is not asked for again every few minutes.
    if is_lasting(error) {
        let usual = span(job.source.family, false, &config.families);
        pause = pause.max(usual.unwrap_or(config.families.replicas));
    }
    source.backoff_until = Some(now.instant + pause);
    let former = source.problem.take();
    let problem = SourceProblem {
        message: error.public_message(),
        status: error.status(),
        correlation_id: error.correlation_id().map(ToOwned::to_owned),
        since: former.as_ref().map_or(now.at, |problem| problem.since),
        next_try: (!refused).then(|| after(now.at, pause)),
    };
    let changed = former
        .as_ref()
        .is_none_or(|former| (&former.message, former.status) != (&problem.message, problem.status));
    let first = former.is_none();
    // A read that was on its way when the key was refused and fails of itself: the refusal is what matters now.
    source.problem = if refused { former.or(Some(problem)) } else { Some(problem) };
    tracing::info!(
        credential = %job.credential, source = job.source.family.slug(), location = %job.source.location,
        failures = source.failures, %error, "a source could not be read"
    );
    let problem = source.problem.clone();
    (changed, source.taken_at.filter(|_| first).map(|at| Save::new(job, at, None, problem)))
}

/// Whether asking again soon is pointless.
const fn is_lasting(error: &ProviderError) -> bool {
    matches!(
        error.refusal(),
        Some(Refusal::BadKey | Refusal::NotAllowed | Refusal::Gone | Refusal::UnknownRoute | Refusal::Other)
    )
}
