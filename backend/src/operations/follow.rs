//! Follows a request that the provider took on, by reading until the world stands as it should.

use domain::ids::ProviderResourceId;
use providers::family::{Applied, Progress};
use tokio::time::Instant;

use super::Operations;
use super::goal::{Case, Goal, goal};
use super::sight::{Found, Sight};
use crate::db::operations::Operation;
use crate::inventory::ReadProblem;

/// How following ended.
pub(super) enum Followed {
    /// The world stands as it should: how, and what was made.
    Goal(String, Option<ProviderResourceId>),
    /// It never did, for this reason.
    Lost(String),
    /// Skydeck is being closed.
    Closing,
}

impl Operations {
    /// Reads until the request that is under way has done its work, or for as long as it may take.
    ///
    /// A provider's word that it is done is checked as well: any 2xx counts as such, whatever its body.
    pub(super) async fn follow(&self, operation: &Operation, applied: &Applied) -> Followed {
        let began = Instant::now();
        let pace = *self.pace();
        let Some(step) = operation.steps.current() else { return Followed::Closing };
        let state_before = operation.steps.left().or_else(|| operation.before.state().cloned());
        let case = Case::new(step, &operation.before, state_before.as_ref());
        let mut signs = Signs { moved: false, settled: applied.progress == Progress::Done };
        if let Some(server) = &applied.server {
            let shown = Found::There((**server).clone());
            let sight = Sight { server: Some(shown), ..Sight::default() };
            if let Some(end) = reached(goal(&case, &sight), &mut signs) {
                return end;
            }
        }
        let mut last = "The provider took it on, and what it was to do was not seen in time.".to_owned();
        let mut every = pace.follow_every;
        loop {
            let mut pause = every;
            // Several that are followed at once must not use up what the provider lets a key read.
            every = every.mul_f64(1.2).min(pace.follow_every.saturating_mul(5));
            match self.look(operation, step).await {
                Ok(sight) => {
                    signs.settled |= began.elapsed() >= pace.restart_settles;
                    let goal = goal(&case, &sight);
                    if let Goal::Unmoved(now) | Goal::Elsewhere(now) | Goal::Blind { why: now, .. } = &goal {
                        last = format!("The provider took it on, and {now}.");
                    }
                    if let Some(end) = reached(goal, &mut signs) {
                        return end;
                    }
                }
                Err(ReadProblem::Wait(until)) => {
                    pause = pause.max(until.saturating_duration_since(Instant::now()));
                }
                Err(problem) => {
                    tracing::debug!(operation = %operation.id, why = problem.public_message(), "not read");
                }
            }
            if began.elapsed() >= pace.follow_limit {
                return Followed::Lost(last);
            }
            if !self.pause(pause).await {
                return Followed::Closing;
            }
        }
    }
}

/// What has been seen of a change that leaves no trace, as a restart in one call does not.
struct Signs {
    /// The server was seen in another state than before and after.
    moved: bool,
    /// It has had its time to move, or the provider said that it was done.
    settled: bool,
}

/// How following ends by what was read; `None` while it goes on. What leaves no trace may look untouched at first.
fn reached(goal: Goal, signs: &mut Signs) -> Option<Followed> {
    match goal {
        Goal::Reached { now, made } => Some(Followed::Goal(now, made)),
        Goal::Blind { rest: true, .. } if signs.moved || signs.settled => {
            Some(Followed::Goal("the provider says that it is done".to_owned(), None))
        }
        Goal::Blind { rest: true, .. } | Goal::Unmoved(_) => None,
        Goal::Blind { rest: false, .. } | Goal::Elsewhere(_) => {
            signs.moved = true;
            None
        }
        Goal::Ask(why) => Some(Followed::Lost(format!("The provider took it on, and {why}."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restart_is_over_when_the_server_moved_or_had_its_time() {
        let running = || Goal::Blind { why: "alike".to_owned(), rest: true };
        let busy = || Goal::Elsewhere("at work".to_owned());
        let mut signs = Signs { moved: false, settled: false };
        assert!(reached(running(), &mut signs).is_none());
        assert!(reached(busy(), &mut signs).is_none());
        assert!(reached(running(), &mut signs).is_some());
        let mut signs = Signs { moved: false, settled: true };
        assert!(reached(running(), &mut signs).is_some());
    }
}
