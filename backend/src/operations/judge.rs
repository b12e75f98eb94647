//! What reading says about a request whose outcome is not known, by where the world stands and how long ago its answer
//! was lost. Pure.

use std::time::Duration;

use domain::ids::ProviderResourceId;

use super::goal::Goal;
use crate::inventory::OperationPace;

/// What was seen after a request was sent.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Where the world stands.
    pub(super) goal: Goal,
    /// How long ago the wait for it ended without an answer. The time before says nothing: the provider had the request
    /// and may have been at work on it all the while.
    pub(super) since_lost: Duration,
    /// How many reads in a row, this one included, showed the world as before.
    pub(super) unmoved: u32,
    /// The provider said that it took the request on.
    pub(super) accepted: bool,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The goal is reached: how the world stands, and what was made.
    Happened(String, Option<ProviderResourceId>),
    /// The world stands as it stood, for longer than a provider works on a request.
    DidNot(String),
    /// Not clear yet.
    Wait,
    /// Reading will not make it clear, for this reason.
    AskPerson(String),
}

/// After so many times the waiting time, reading has told all that it will.
const PATIENCE: u32 = 4;

/// Judges by what was seen.
pub(super) fn judge(seen: Seen, pace: &OperationPace) -> Verdict {
    let Seen { goal, since_lost, unmoved, accepted } = seen;
    match goal {
        Goal::Reached { now, made } => Verdict::Happened(now, made),
        Goal::Blind { why, .. } | Goal::Ask(why) => Verdict::AskPerson(why),
        Goal::Elsewhere(why) if since_lost >= pace.not_done_after.saturating_mul(PATIENCE) => {
            Verdict::AskPerson(why)
        }
        Goal::Elsewhere(_) => Verdict::Wait,
        Goal::Unmoved(_) if since_lost < pace.not_done_after || unmoved < pace.not_done_readings => {
            Verdict::Wait
        }
        // It may still come, however late.
        Goal::Unmoved(still) if accepted => {
            Verdict::AskPerson(format!("the provider took it on, and {still}"))
        }
        Goal::Unmoved(still) => Verdict::DidNot(still),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60;

    fn reached() -> Goal {
        Goal::Reached { now: "there".to_owned(), made: None }
    }

    fn unmoved() -> Goal {
        Goal::Unmoved("as it was".to_owned())
    }

    fn elsewhere() -> Goal {
        Goal::Elsewhere("at work".to_owned())
    }

    fn after(goal: Goal, minutes: u64, unmoved: u32) -> Verdict {
        let since_lost = Duration::from_secs(minutes * MINUTE);
        judge(Seen { goal, since_lost, unmoved, accepted: false }, &OperationPace::default())
    }

    #[test]
    fn the_goal_settles_it_at_once() {
        assert_eq!(after(reached(), 0, 0), Verdict::Happened("there".to_owned(), None));
    }

    #[test]
    fn i3_the_old_state_settles_it_only_after_the_provider_had_its_time() {
        for minutes in [1, 3, 6, 10, 30, 44] {
            assert_eq!(after(unmoved(), minutes, 12), Verdict::Wait);
        }
        assert_eq!(after(unmoved(), 45, 2), Verdict::Wait);
        assert_eq!(after(unmoved(), 45, 3), Verdict::DidNot("as it was".to_owned()));
        assert_eq!(after(unmoved(), 300, 1), Verdict::Wait);
    }

    #[test]
    fn i3_what_the_provider_took_on_is_never_called_not_done() {
        let pace = OperationPace::default();
        for minutes in [0, 45, 300, 30_000] {
            let since_lost = Duration::from_secs(minutes * MINUTE);
            let verdict = judge(Seen { goal: unmoved(), since_lost, unmoved: 99, accepted: true }, &pace);
            assert_eq!(matches!(verdict, Verdict::AskPerson(_)), minutes >= 45, "{minutes}: {verdict:?}");
            assert_eq!(matches!(verdict, Verdict::Wait), minutes < 45, "{minutes}: {verdict:?}");
            let late = judge(Seen { goal: reached(), since_lost, unmoved: 0, accepted: true }, &pace);
            assert!(matches!(late, Verdict::Happened(..)), "{minutes}: {late:?}");
        }
    }

    #[test]
    fn what_reading_cannot_tell_is_asked() {
        let blind = Goal::Blind { why: "alike".to_owned(), rest: true };
        assert_eq!(after(blind, 0, 0), Verdict::AskPerson("alike".to_owned()));
        assert_eq!(after(elsewhere(), 45, 0), Verdict::Wait);
        assert_eq!(after(elsewhere(), 180, 0), Verdict::AskPerson("at work".to_owned()));
    }
}
