//! Which sources are due. One pass takes all of them at once, so that a round lasts as long as its slowest source and not as long as all together.

use domain::capability::Family;
use domain::ids::CredentialId;
use tokio::time::Instant;

use super::families;
use super::key::KeyState;
use super::pace::RefreshConfig;
use super::source::{Source, SourceKey};
use super::state::State;

/// One read to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    pub(super) credential: CredentialId,
    /// Of its key when it was taken; an answer to a job of a former one is dropped.
    pub(super) generation: u64,
    pub(super) source: SourceKey,
    /// Whether it is one of the families beside locations and servers.
    pub(super) beside: bool,
}

/// What to do now, and when to look again.
#[derive(Debug, Default)]
pub(super) struct Due {
    pub(super) jobs: Vec<Job>,
    pub(super) next: Option<Instant>,
}

impl Due {
    pub(super) fn later(&mut self, at: Instant) {
        self.next = Some(self.next.map_or(at, |next| next.min(at)));
    }
}

impl State {
    /// Takes every source that is due and marks it as being read.
    pub(super) fn take_due(&mut self, config: &RefreshConfig, now: Instant) -> Due {
        let mut due = Due::default();
        let watched = &self.watched;
        for (id, key) in &mut self.keys {
            if key.refused {
                continue;
            }
            let on_screen = watched
                .get(&key.team)
                .is_some_and(|at| now.saturating_duration_since(*at) < config.watch_window);
            take_due_of(key, *id, on_screen, config, now, &mut due);
            families::take_due_of(key, *id, on_screen, config, now, &mut due);
        }
        due
    }
}

fn take_due_of(
    key: &mut KeyState,
    id: CredentialId,
    on_screen: bool,
    config: &RefreshConfig,
    now: Instant,
    due: &mut Due,
) {
    let KeyState { sources, limits, breaker, generation, .. } = key;
    for (name, source) in sources {
        if source.running {
            continue;
        }
        if let Some(at) = due_at(source, name, on_screen, config).filter(|at| *at > now) {
            due.later(at);
            continue;
        }
        // The breaker first: its trial call must not be lost to the allowance, so that one is given back.
        if let Err(until) = breaker.admit(now) {
            due.later(until);
            continue;
        }
        if let Err(until) = limits.take(1, now) {
            breaker.release();
            due.later(until);
            continue;
        }
        source.running = true;
        source.heeds = std::mem::take(&mut source.asked);
        due.jobs.push(Job { credential: id, generation: *generation, source: name.clone(), beside: false });
    }
}

/// When a source is due; `None` for at once.
fn due_at(source: &Source, name: &SourceKey, on_screen: bool, config: &RefreshConfig) -> Option<Instant> {
    let read_at = source.read_at?;
    if source.asked {
        return Some(read_at + config.asked);
    }
    if let Some(until) = source.backoff_until {
        // Someone waits for it: do not let them wait for minutes. What the provider asked for still holds.
        return Some(if on_screen { until.min(read_at + config.idle) } else { until });
    }
    let span = match name.family {
        Family::Locations => config.locations,
        _ if on_screen || source.in_transition() => config.watched,
        _ => config.idle,
    };
    Some(read_at + span.mul_f64(source.phase()))
}
