//! Takes over what a read gave: content and time when it worked, the reason and a pause when it did not.

use std::time::Duration;

use domain::Timestamp;
use domain::freshness::SourceProblem;
use domain::ids::ServerKey;
use domain::location::Location;
use domain::server::{Server, ServerState};
use providers::ProviderError;
use tokio::time::Instant;

use super::due::Job;
use super::key::{KeyState, Listed};
use super::pace::{self, spread};
use super::save::Save;
use super::source::Source;
use super::state::State;
use super::{Inventory, RefreshConfig};

/// What a read of a source gave.
pub(super) enum Answer {
    Servers(Vec<Server>),
    Locations(Vec<Location>),
}

/// A moment on both clocks: one for people, one for spans.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) at: Timestamp,
    pub(super) instant: Instant,
}

impl Inventory {
    /// The moment now.
    pub(super) fn moment(&self) -> Moment {
        Moment { at: self.0.parts.clock.now(), instant: Instant::now() }
    }

    /// Whether what `job` reads is still wanted: its key was neither removed nor replaced, nor begun anew.
    pub(super) fn is_current(&self, job: &Job) -> bool {
        self.state().keys.get(&job.credential).is_some_and(|key| key.generation == job.generation)
    }

    /// Takes over how a read that began at `started` ended. Returns what the database has to keep.
    pub(super) fn apply(
        &self,
        job: &Job,
        started: Timestamp,
        result: Result<Answer, ProviderError>,
    ) -> Option<Save> {
        let now = self.moment();
        let mut state = self.state();
        let State { keys, .. } = &mut *state;
        // Removed or replaced meanwhile: this answer belongs to nothing any more.
        let key = keys.get_mut(&job.credential).filter(|key| key.generation == job.generation);
        let key = key?;
        let team = key.team;
        key.unopened = false;
        key.breaker.record(now.instant, result.as_ref().map_or_else(speaks, |_| true));
        let (changed, save) = match result {
            Ok(answer) => succeeded(key, job, answer, started, now, &self.0.config),
            Err(error) => (false, failed(key, job, &error, now, &self.0.config)),
        };
        state.touch(team, changed);
        drop(state);
        self.0.publish.notify_one();
        save
    }

    /// Takes over one server that was read by itself from `started` on. Pages show it when this returns.
    pub(super) fn apply_server(&self, key: &ServerKey, server: Server, started: Timestamp) {
        self.apply_to(key, |known, _| known.take_server(&key.location, server, started));
    }

    /// Takes over the state that a write's answer named; such an answer has not all that a read has.
    pub(crate) fn apply_state(&self, key: &ServerKey, state: ServerState) {
        self.apply_to(key, |known, at| known.take_state(key, state, at));
    }

    fn apply_to(&self, key: &ServerKey, change: impl FnOnce(&mut KeyState, Timestamp) -> bool) {
        let at = self.0.parts.clock.now();
        let mut state = self.state();
        let Some(known) = state.keys.get_mut(&key.credential) else { return };
        let team = known.team;
        if change(known, at) {
            state.touch(team, true);
            drop(state);
            self.publish(team);
        }
    }
}

/// Whether a failed read shows that the provider is there and answers: a refusal is no outage.
pub(super) fn speaks(error: &ProviderError) -> bool {
    matches!(error, ProviderError::Refused { .. } | ProviderError::RateLimited { .. })
}

fn succeeded(
    key: &mut KeyState,
    job: &Job,
    answer: Answer,
    started: Timestamp,
    now: Moment,
    config: &RefreshConfig,
) -> (bool, Option<Save>) {
    // A location that has gone meanwhile has no source any more, and its rows have gone with it.
    if !key.sources.contains_key(&job.source) {
        return (false, None);
    }
    let (changed, doubtful) = match answer {
        Answer::Locations(locations) => match key.take_locations(locations, now.at) {
            Listed::Some { changed, doubtful } => (changed, doubtful),
            Listed::Nothing => return (false, listed_nothing(key, job, now, config)),
        },
        Answer::Servers(servers) => {
            let source = key.sources.get_mut(&job.source);
            let changed = source.is_some_and(|source| source.take_servers(servers, started));
            if changed {
                key.forget_gone(&job.source.location);
            }
            (changed, false)
        }
    };
    let Some(source) = key.sources.get_mut(&job.source) else { return (changed, None) };
    ended(source, now.instant);
    // Of a refused key nothing more is read, so an answer that was on its way when it was refused is not live for long.
    // Nor does an answer end the doubt about a location.
    let stays = key.refused || (source.missing && source.failures == 0);
    let recovered = !stays && source.problem.take().is_some();
    source.failures = 0;
    // What a list of locations left out is asked about again soon.
    source.backoff_until = doubtful.then(|| now.instant + spread(pace::backoff(config, 1)));
    if source.missing {
        source.miss(now.at);
    }
    source.taken_at = Some(now.at);
    let due = source.saved_at.is_none_or(|at| now.instant.duration_since(at) >= config.save_unchanged);
    let save = (changed || recovered || due).then(|| {
        let content = (changed || source.saved_at.is_none()).then(|| source.content.clone()).flatten();
        source.saved_at = Some(now.instant);
        Save::new(job, now.at, content, source.problem.clone())
    });
    (changed, save)
}

/// A good answer without any location, where servers are known: treated as a failure, so that nothing vanishes.
fn listed_nothing(key: &mut KeyState, job: &Job, now: Moment, config: &RefreshConfig) -> Option<Save> {
    let source = key.sources.get_mut(&job.source)?;
    ended(source, now.instant);
    source.failures = source.failures.saturating_add(1);
    let pause = spread(pace::backoff(config, source.failures));
    source.backoff_until = Some(now.instant + pause);
    let first = source.problem.is_none();
    source.problem = Some(SourceProblem {
        message: "The provider lists no locations, although servers are known. What was last known is shown."
            .to_owned(),
        status: None,
        correlation_id: None,
        since: source.problem.as_ref().map_or(now.at, |problem| problem.since),
        next_try: Some(after(now.at, pause)),
    });
    tracing::warn!(credential = %job.credential, failures = source.failures, "an empty list of locations");
    let problem = source.problem.clone();
    source.taken_at.filter(|_| first).map(|at| Save::new(job, at, None, problem))
}

fn failed(
    key: &mut KeyState,
    job: &Job,
    error: &ProviderError,
    now: Moment,
    config: &RefreshConfig,
) -> Option<Save> {
    let asked_pause = match error {
        ProviderError::RateLimited { retry_after, .. } => Some(key.limits.pause(*retry_after, now.instant)),
        _ => error.retry_after().map(|wait| key.limits.pause(Some(wait), now.instant)),
    };
    // A key that may not do this one thing is fine: that stays the trouble of this one source.
    let refusal = error.is_bad_key();
    let newly_refused = refusal && !key.refused;
    key.refused |= refusal;
    let refused = key.refused;
    let source = key.sources.get_mut(&job.source)?;
    ended(source, now.instant);
    source.failures = source.failures.saturating_add(1);
    let pause = spread(pace::backoff(config, source.failures)).max(asked_pause.unwrap_or_default());
    source.backoff_until = Some(now.instant + pause);
    let first = source.problem.is_none();
    // A read that was on its way when the key was refused and fails of itself: the refusal is what matters now.
    if !refused || refusal || first {
        source.problem = Some(SourceProblem {
            message: error.public_message(),
            status: error.status(),
            correlation_id: error.correlation_id().map(ToOwned::to_owned),
            since: source.problem.as_ref().map_or(now.at, |problem| problem.since),
            next_try: (!refused).then(|| after(now.at, pause)),
        });
    }
    tracing::info!(
        credential = %job.credential, source = job.source.family.slug(), location = %job.source.location,
        failures = source.failures, %error, "a source could not be read"
    );
    // The database learns of the first failure alone: a restart reads anew anyway.
    let problem = source.problem.clone();
    let save = source.taken_at.filter(|_| first).map(|at| Save::new(job, at, None, problem.clone()));
    if newly_refused && let Some(refusal) = problem {
        // Nothing more is read with this key, so nothing of it is live any more, and nothing is tried again.
        key.stop(&refusal);
    }
    save
}

/// Notes the end of a read and draws the length of the next pause.
pub(super) fn ended(source: &mut Source, now: Instant) {
    source.running = false;
    source.read_at = Some(now);
    let random = i16::from(getrandom::u32().unwrap_or_default().to_le_bytes()[0]);
    source.phase = (random - 128) * 100 / 128;
}

pub(super) fn after(at: Timestamp, span: Duration) -> Timestamp {
    Timestamp(at.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
}
