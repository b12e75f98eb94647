//! How states and acts are drawn and said, the same on every page.

use domain::operation::OperationState;
use domain::server::ServerState;
use domain::view::Pending;

use crate::ui::{Glyph, Mark};

/// A word as it begins a line.
pub fn sentence(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
        .unwrap_or_default()
}

/// The shape of a server's state.
pub fn state_mark(state: &ServerState) -> Mark {
    match state {
        ServerState::Running => Mark::Running,
        ServerState::Stopped => Mark::Stopped,
        ServerState::Busy | ServerState::Provisioning => Mark::Busy,
        ServerState::Suspended => Mark::Warning,
        ServerState::Error => Mark::Failed,
        ServerState::Deleted | ServerState::Other(_) => Mark::Unknown,
    }
}

/// The icon of an act; most have none.
pub fn act_glyph(act: &str) -> Option<Glyph> {
    Some(match act {
        "server.start" => Glyph::Play,
        "server.stop" => Glyph::Stop,
        "server.force_stop" => Glyph::Power,
        "server.restart" => Glyph::Restart,
        "server.lock" => Glyph::Lock,
        "server.unlock" => Glyph::Unlock,
        "server.create" => Glyph::Plus,
        _ if act.ends_with(".delete") => Glyph::Trash,
        _ => return None,
    })
}

/// The shape and the words of a server with a change on its way.
pub fn pending_status(pending: &Pending) -> (Mark, &str) {
    match pending.state {
        OperationState::Unknown => (Mark::Unknown, "Outcome unknown"),
        _ => (Mark::Busy, &pending.doing),
    }
}

/// The shape of an operation's state.
pub const fn operation_mark(state: OperationState) -> Mark {
    match state {
        OperationState::Intended => Mark::Waiting,
        OperationState::Sent => Mark::Busy,
        OperationState::Succeeded => Mark::Ok,
        OperationState::Failed => Mark::Failed,
        OperationState::Unknown => Mark::Unknown,
    }
}

/// The word for an operation's state.
pub const fn operation_word(state: OperationState) -> &'static str {
    match state {
        OperationState::Intended => "Waiting",
        OperationState::Sent => "Under way",
        OperationState::Succeeded => "Succeeded",
        OperationState::Failed => "Failed",
        OperationState::Unknown => "Unknown",
    }
}

/// How many of a batch are how far, those that need a look included only when there are any: running, succeeded, failed,
/// unknown.
pub fn counts((running, succeeded, failed, unknown): (u32, u32, u32, u32)) -> String {
    let mut words = format!("{succeeded} of {} done", running + succeeded + failed + unknown);
    for (count, word) in [(failed, "failed"), (unknown, "unknown"), (running, "under way")] {
        if count > 0 {
            words.push_str(&format!(" · {count} {word}"));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_outcome_never_looks_like_progress() {
        let pending = |state| Pending { doing: "Resizing".to_owned(), state };
        assert_eq!(pending_status(&pending(OperationState::Unknown)), (Mark::Unknown, "Outcome unknown"));
        assert_eq!(pending_status(&pending(OperationState::Sent)), (Mark::Busy, "Resizing"));
    }

    #[test]
    fn counts_say_what_needs_a_look() {
        assert_eq!(counts((0, 4, 0, 0)), "4 of 4 done");
        assert_eq!(counts((1, 2, 1, 0)), "2 of 4 done · 1 failed · 1 under way");
    }

    #[test]
    fn sentences_begin_large() {
        assert_eq!(sentence("forced stop"), "Forced stop");
        assert_eq!(sentence(""), "");
    }
}
