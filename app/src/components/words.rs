//! How states and actions are drawn and said, the same on every page.

use domain::operation::OperationState;
use domain::power::PowerAction;
use domain::server::ServerState;

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

/// The icon of an action.
pub const fn action_glyph(action: PowerAction) -> Glyph {
    match action {
        PowerAction::Start => Glyph::Play,
        PowerAction::Stop => Glyph::Stop,
        PowerAction::ForceStop => Glyph::Power,
        PowerAction::Restart => Glyph::Restart,
    }
}

/// What a server is doing while `action` is under way.
pub const fn doing(action: PowerAction) -> &'static str {
    match action {
        PowerAction::Start => "Starting",
        PowerAction::Stop => "Stopping",
        PowerAction::ForceStop => "Forced stop",
        PowerAction::Restart => "Restarting",
    }
}

/// The shape and the words of a server with a change on its way.
pub const fn pending_status(action: PowerAction, state: OperationState) -> (Mark, &'static str) {
    match state {
        OperationState::Unknown => (Mark::Unknown, "Outcome unknown"),
        _ => (Mark::Busy, doing(action)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_outcome_never_looks_like_progress() {
        for action in PowerAction::ALL {
            assert_eq!(pending_status(action, OperationState::Unknown), (Mark::Unknown, "Outcome unknown"));
            assert_eq!(pending_status(action, OperationState::Sent).0, Mark::Busy);
        }
    }

    #[test]
    fn sentences_begin_large() {
        assert_eq!(sentence("forced stop"), "Forced stop");
        assert_eq!(sentence(""), "");
    }
}
