//! Follows a request that the provider took on, by reading the server until it stands where it should.

use domain::power::PowerCall;
use domain::server::ServerState;
use providers::family::{Applied, Progress};
use tokio::time::Instant;

use super::Operations;
use crate::db::operations::Operation;

/// How following ended.
pub(super) enum Followed {
    /// The server stands where it should.
    Goal,
    /// It never did, for this reason.
    Lost(String),
    /// Skydeck is being closed.
    Closing,
}

impl Operations {
    /// Reads the server until the request has done its work, or for as long as it may take.
    ///
    /// A provider's word that it is done is checked as well: any 2xx counts as such, whatever its body.
    pub(super) async fn follow(&self, operation: &Operation, call: PowerCall, applied: &Applied) -> Followed {
        let began = Instant::now();
        let pace = *self.pace();
        let mut restart = Restart { moved: false, settled: applied.progress == Progress::Done };
        if let Some(server) = &applied.server
            && reached(call, &server.state, &mut restart)
        {
            return Followed::Goal;
        }
        let mut last =
            "The provider took it on, and the server was not seen where it should be in time.".to_owned();
        loop {
            match self.0.inventory.read_server(&operation.server).await {
                Ok(server) => {
                    restart.settled |= began.elapsed() >= pace.restart_settles;
                    if reached(call, &server.state, &mut restart) {
                        return Followed::Goal;
                    }
                    last = format!("The provider took it on, and the server is {} now.", server.state.word());
                }
                Err(problem) => {
                    tracing::debug!(operation = %operation.id, why = problem.public_message(), "not read");
                }
            }
            if began.elapsed() >= pace.follow_limit {
                return Followed::Lost(last);
            }
            if !self.pause(pace.follow_every).await {
                return Followed::Closing;
            }
        }
    }
}

/// What has been seen of a restart in one call.
struct Restart {
    /// The server was seen in another state than running.
    moved: bool,
    /// It has had its time to move.
    settled: bool,
}

/// Whether the request has done its work. A restarting server may look untouched at first.
fn reached(call: PowerCall, state: &ServerState, restart: &mut Restart) -> bool {
    let running = *state == ServerState::Running;
    match call {
        PowerCall::Start => running,
        PowerCall::Stop | PowerCall::ForceStop => *state == ServerState::Stopped,
        PowerCall::Restart => {
            restart.moved |= !running;
            running && (restart.moved || restart.settled)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restart_is_over_when_the_server_moved_or_had_its_time() {
        let mut restart = Restart { moved: false, settled: false };
        assert!(!reached(PowerCall::Restart, &ServerState::Running, &mut restart));
        assert!(!reached(PowerCall::Restart, &ServerState::Busy, &mut restart));
        assert!(reached(PowerCall::Restart, &ServerState::Running, &mut restart));
        let mut restart = Restart { moved: false, settled: true };
        assert!(reached(PowerCall::Restart, &ServerState::Running, &mut restart));
    }
}
