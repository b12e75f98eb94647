//! What reading says about a request whose outcome is not known. Pure, so that every case can be written down and tested.

use std::time::Duration;

use domain::power::PowerCall;
use domain::server::ServerState;

use crate::inventory::OperationPace;

/// What was seen of a server after a request to it was sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'s> {
    /// What was sent.
    pub(super) call: PowerCall,
    /// The server's state before it.
    pub(super) before: &'s ServerState,
    /// The server's state now.
    pub(super) now: &'s ServerState,
    /// How long ago it was sent.
    pub(super) since_sent: Duration,
    /// How many reads in a row, this one included, showed the state before.
    pub(super) unmoved: u32,
    /// The provider said that it took the request on.
    pub(super) accepted: bool,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The goal is reached.
    Happened,
    /// The server stands where it stood, for longer than a provider works on a request.
    DidNot,
    /// Not clear yet.
    Wait,
    /// Reading will not make it clear, for this reason.
    AskPerson(String),
}

/// After so many times the waiting time, reading has told all that it will.
const PATIENCE: u32 = 4;

/// Judges by what was seen.
pub(super) fn judge(seen: &Seen<'_>, pace: &OperationPace) -> Verdict {
    if matches!(seen.now, ServerState::Busy | ServerState::Provisioning) {
        return outwaited(seen, pace, "the provider is still working on the server.");
    }
    let goal = match seen.call {
        // Before and after look the same, whether it happened or not.
        PowerCall::Restart => {
            return Verdict::AskPerson(format!(
                "a server that was restarted looks like one that was not. It is {} now.",
                seen.now.word()
            ));
        }
        PowerCall::Start => ServerState::Running,
        PowerCall::Stop | PowerCall::ForceStop => ServerState::Stopped,
    };
    if *seen.now == goal {
        return Verdict::Happened;
    }
    if seen.now == seen.before {
        return unmoved(seen, pace);
    }
    outwaited(seen, pace, &format!("the server is {} now.", seen.now.word()))
}

/// The server stands where it stood.
fn unmoved(seen: &Seen<'_>, pace: &OperationPace) -> Verdict {
    if seen.since_sent < pace.not_done_after || seen.unmoved < pace.not_done_readings {
        return Verdict::Wait;
    }
    if seen.accepted {
        // It may still come, however late.
        let now = seen.now.word();
        return Verdict::AskPerson(format!("the provider took it on, and the server is still {now}."));
    }
    Verdict::DidNot
}

fn outwaited(seen: &Seen<'_>, pace: &OperationPace, why: &str) -> Verdict {
    if seen.since_sent >= pace.not_done_after.saturating_mul(PATIENCE) {
        return Verdict::AskPerson(why.to_owned());
    }
    Verdict::Wait
}

#[cfg(test)]
mod tests {
    use super::*;
    use ServerState::{Busy, Error, Running, Stopped};

    const MINUTE: u64 = 60;

    fn seen<'s>(
        call: PowerCall,
        (before, now): (&'s ServerState, &'s ServerState),
        seconds: u64,
        unmoved: u32,
    ) -> Seen<'s> {
        Seen { call, before, now, since_sent: Duration::from_secs(seconds), unmoved, accepted: false }
    }

    fn after(call: PowerCall, states: (&ServerState, &ServerState), seconds: u64, unmoved: u32) -> Verdict {
        judge(&seen(call, states, seconds, unmoved), &OperationPace::default())
    }

    #[test]
    fn the_goal_settles_it_at_once() {
        assert_eq!(after(PowerCall::Stop, (&Running, &Stopped), 1, 0), Verdict::Happened);
        assert_eq!(after(PowerCall::ForceStop, (&Running, &Stopped), 1, 0), Verdict::Happened);
        assert_eq!(after(PowerCall::Start, (&Stopped, &Running), 1, 0), Verdict::Happened);
    }

    #[test]
    fn i3_the_old_state_settles_it_only_after_the_provider_had_its_time() {
        for minutes in [1, 3, 6, 10, 29] {
            assert_eq!(after(PowerCall::Stop, (&Running, &Running), minutes * MINUTE, 12), Verdict::Wait);
        }
        assert_eq!(after(PowerCall::Stop, (&Running, &Running), 30 * MINUTE, 2), Verdict::Wait);
        assert_eq!(after(PowerCall::Stop, (&Running, &Running), 30 * MINUTE, 3), Verdict::DidNot);
        assert_eq!(after(PowerCall::Stop, (&Running, &Running), 300 * MINUTE, 1), Verdict::Wait);
        assert_eq!(after(PowerCall::Stop, (&Running, &Busy), 30 * MINUTE, 0), Verdict::Wait);
    }

    #[test]
    fn i3_what_the_provider_took_on_is_never_called_not_done() {
        let pace = OperationPace::default();
        for minutes in [0, 30, 300, 30_000] {
            let seen =
                Seen { accepted: true, ..seen(PowerCall::Stop, (&Running, &Running), minutes * MINUTE, 99) };
            let verdict = judge(&seen, &pace);
            assert_eq!(matches!(verdict, Verdict::AskPerson(_)), minutes >= 30, "{minutes}: {verdict:?}");
            assert_eq!(matches!(verdict, Verdict::Wait), minutes < 30, "{minutes}: {verdict:?}");
        }
        let done = Seen { accepted: true, ..seen(PowerCall::Stop, (&Running, &Stopped), 30_000 * MINUTE, 0) };
        assert_eq!(judge(&done, &pace), Verdict::Happened, "late");
    }

    #[test]
    fn what_reading_cannot_tell_is_asked() {
        assert!(matches!(after(PowerCall::Restart, (&Running, &Running), 1, 1), Verdict::AskPerson(_)));
        assert_eq!(after(PowerCall::Restart, (&Running, &Busy), 1, 0), Verdict::Wait);
        assert_eq!(after(PowerCall::Stop, (&Running, &Error), 30 * MINUTE, 0), Verdict::Wait);
        assert!(matches!(after(PowerCall::Stop, (&Running, &Error), 120 * MINUTE, 0), Verdict::AskPerson(_)));
    }
}
