//! What operations say to people: what happened, whether anything changed, what to do.

use domain::operation::OperationState;
use domain::power::{PowerAction, PowerCall};
use domain::server::ServerState;
use providers::ProviderError;

use crate::db::operations::Operation;

/// The request as a noun inside a sentence.
pub(super) const fn noun(call: PowerCall) -> &'static str {
    match call {
        PowerCall::Start => "start",
        PowerCall::Stop => "stop",
        PowerCall::ForceStop => "forced stop",
        PowerCall::Restart => "restart",
    }
}

/// The provider did it.
pub(super) fn succeeded(action: PowerAction) -> String {
    match action {
        PowerAction::Start => "The server is running.",
        PowerAction::Stop | PowerAction::ForceStop => "The server is stopped.",
        PowerAction::Restart => "The server was restarted and is running.",
    }
    .to_owned()
}

/// The provider did not do it; `done_before` when an earlier request of the operation worked.
pub(super) fn failed(error: &ProviderError, done_before: bool) -> String {
    let said = error.public_message();
    let said = sentence(&said);
    if done_before {
        return format!(
            "{said} The server is stopped; it was not started again. Start it when you are ready."
        );
    }
    format!("{said} Nothing changed.")
}

/// Nobody knows.
pub(super) fn unknown(call: PowerCall, why: &str) -> String {
    format!(
        "We do not know whether this happened: the {} was sent. {} It is not sent again. Skydeck reads the server \
         until it is clear; other actions on it wait.",
        noun(call),
        sentence(why)
    )
}

/// The process ended between sending and the answer.
pub(super) fn interrupted(call: PowerCall) -> String {
    unknown(call, "Skydeck stopped before the answer came.")
}

/// Written down, never sent, and too old to be sent now.
pub(super) fn never_sent(done_before: bool) -> String {
    if done_before {
        return "Skydeck stopped before the second request. The server is stopped; it was not started again. \
                Start it when you are ready."
            .to_owned();
    }
    "Skydeck stopped before this was sent. Nothing changed. Ask for it again if it is still wanted."
        .to_owned()
}

/// It could not be sent, for a reason on our side.
pub(super) fn not_sent(why: &str, done_before: bool) -> String {
    if done_before {
        return format!("{} The server is stopped; it was not started again.", sentence(why));
    }
    format!("{} Nothing was sent and nothing changed.", sentence(why))
}

/// Reading settled it: it happened. `rest` when a request behind it was not sent.
pub(super) fn confirmed(seen: &ServerState, rest: bool) -> String {
    let rest = if rest { " It was not started again. Start it when you are ready." } else { "" };
    format!("Confirmed by reading: the server is {}.{rest}", seen.word())
}

/// Reading settled it: it did not happen.
pub(super) fn did_not_happen(call: PowerCall, seen: &ServerState, done_before: bool) -> String {
    let rest = if done_before { " It was stopped by this restart and not started again." } else { "" };
    format!(
        "The {} did not happen: the server is still {} and the provider is not working on it.{rest}",
        noun(call),
        seen.word()
    )
}

/// Reading cannot settle it.
pub(super) fn ask(call: PowerCall, why: &str) -> String {
    format!(
        "We do not know whether this happened, and reading cannot tell: {why} Look at the provider's console, then \
         say here whether the {} happened.",
        noun(call)
    )
}

/// A person settled it. `rest` when a request behind it was not sent.
pub(super) fn settled(person: &str, happened: bool, rest: bool) -> String {
    let rest = if happened && rest { " The server was not started again." } else { "" };
    format!("{person} says that it {}.{rest}", if happened { "happened" } else { "did not happen" })
}

/// Why another change of the same server has to wait.
pub(crate) fn in_the_way(open: &Operation) -> String {
    let (action, name, who) = (open.action.noun(), &open.server_name, &open.actor_name);
    match open.state() {
        OperationState::Unknown => format!(
            "We do not know yet whether the {action} of {name} that {who} asked for happened. Settle that first, \
             under Activity."
        ),
        _ => {
            format!("A {action} of {name} that {who} asked for is still on its way. Wait until it has ended.")
        }
    }
}

/// As a sentence: a capital at the beginning and a full stop at the end.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let mut sentence: String = chars.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    sentence.push_str(chars.as_str());
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use providers::error::{NoAnswer, Refusal};

    use super::*;

    #[test]
    fn a_failure_gives_the_providers_words_and_says_that_nothing_changed() {
        let error = ProviderError::Refused {
            status: 409,
            message: "virtual machine is locked".to_owned(),
            field: None,
            correlation_id: None,
            class: Refusal::Conflict,
        };
        assert_eq!(failed(&error, false), "Virtual machine is locked. Nothing changed.");
        assert!(failed(&error, true).contains("The server is stopped; it was not started again."));
    }

    #[test]
    fn i3_an_unknown_outcome_is_called_one() {
        let error = ProviderError::NoAnswer { reason: NoAnswer::Reset };
        let text = unknown(PowerCall::Stop, &error.public_message());
        assert!(text.starts_with("We do not know whether this happened"), "{text}");
        assert!(text.contains("not sent again"), "{text}");
    }
}
