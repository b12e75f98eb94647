//! What operations say to people: what happened, whether anything changed, what to do.

mod achieved;
mod names;
mod waits;

use domain::act::words::words_of;
use domain::change::{AddressChange, Change, ServerChange};
use domain::operation::OperationState;
use domain::power::PowerCall;
use domain::server::ServerState;
use providers::ProviderError;

pub(super) use achieved::{kept, succeeded};
pub(super) use names::{label, noun, size};
pub(super) use waits::{in_line, no_room};

use super::machine::Step;
use crate::db::operations::Operation;

/// The provider did not do the request that is on its way.
pub(super) fn failed(operation: &Operation, error: &ProviderError) -> String {
    let said = sentence(&error.public_message());
    let done = done(operation);
    if done.is_empty() {
        return format!("{said} Nothing changed.");
    }
    let how = match error {
        ProviderError::Refused { .. } => "was refused",
        _ => "did not happen",
    };
    let noun = operation.steps.current().map_or("rest", |step| noun(&step.change));
    joined([done, format!("The {noun} {how}: {said}"), standing(operation)])
}

/// Nobody knows whether the request that is on its way happened.
pub(super) fn unknown(operation: &Operation, why: &str) -> String {
    let noun = operation.steps.current().map_or("change", |step| noun(&step.change));
    let before = done(operation);
    let before = if before.is_empty() { before } else { format!("Before that: {before}") };
    joined([
        format!("We do not know whether this happened: the {noun} was sent. {}", sentence(why)),
        "It is not sent again. Skydeck reads until it is clear; other changes of the server wait.".to_owned(),
        before,
    ])
}

/// The process ended between sending and the answer.
pub(super) fn interrupted(operation: &Operation) -> String {
    unknown(operation, "Skydeck stopped before the answer came.")
}

/// Written down, never sent, and too old to be sent now.
pub(super) fn never_sent(operation: &Operation) -> String {
    let done = done(operation);
    if done.is_empty() {
        return "Skydeck stopped before this was sent. Nothing changed. Ask for it again if it is still wanted."
            .to_owned();
    }
    joined([done, "Skydeck stopped before the next request.".to_owned(), standing(operation)])
}

/// Written down, never sent, and what it needs was held by the process that ended.
pub(super) fn secret_lost(operation: &Operation) -> String {
    let changed = if operation.steps.begun() { "" } else { "Nothing changed." };
    joined([
        done(operation),
        "Skydeck stopped before this was sent, and the password or configuration that goes with it is kept nowhere."
            .to_owned(),
        changed.to_owned(),
        standing(operation),
        "Ask for it again.".to_owned(),
    ])
}

/// It could not be sent, for a reason on our side.
pub(super) fn not_sent(operation: &Operation, why: &str) -> String {
    let done = done(operation);
    if done.is_empty() {
        return format!("{} Nothing was sent and nothing changed.", sentence(why));
    }
    joined([done, sentence(why), standing(operation)])
}

/// Reading settled it: it happened, and the world stands so.
pub(super) fn confirmed(operation: &Operation, now: &str) -> String {
    joined([format!("Confirmed by reading: {now}."), rest(operation), leftovers(operation)])
}

/// Reading settled it: it did not happen.
pub(super) fn did_not_happen(operation: &Operation, step: &Step, still: &str) -> String {
    let noun = noun(&step.change);
    joined([format!("The {noun} did not happen: {still}."), done(operation), standing(operation)])
}

/// Reading cannot settle it.
pub(super) fn ask(step: &Step, why: &str) -> String {
    format!(
        "We do not know whether this happened, and reading cannot tell: {}. Look at the provider's console, then say \
         here whether the {} happened.",
        why.trim_end_matches('.'),
        noun(&step.change)
    )
}

/// A person settled it.
pub(super) fn settled(operation: &Operation, person: &str, happened: bool) -> String {
    let said = format!("{person} says that it {}.", if happened { "happened" } else { "did not happen" });
    let rest = if happened { joined([rest(operation), leftovers(operation)]) } else { standing(operation) };
    joined([said, rest])
}

/// A person took it back before its next request was sent.
pub(super) fn taken_back(operation: &Operation, person: &str) -> String {
    let done = done(operation);
    if done.is_empty() {
        return format!("Not sent: taken back by {person}. Nothing changed.");
    }
    joined([done, format!("The rest was not sent: taken back by {person}."), standing(operation)])
}

/// Why it cannot be taken back any more.
pub(super) fn too_late(operation: &Operation) -> String {
    let noun = operation.steps.current().map_or("change", |step| noun(&step.change));
    match operation.state() {
        OperationState::Intended | OperationState::Sent => format!(
            "The {noun} is on its way to the provider and cannot be taken back. Wait for its end. Nothing was changed here."
        ),
        OperationState::Unknown => format!(
            "The {noun} was sent, so it cannot be taken back. Say what became of it once that is clear."
        ),
        OperationState::Succeeded | OperationState::Failed => {
            "This has ended already. There is nothing left to take back.".to_owned()
        }
    }
}

/// Why another change of the same server has to wait.
pub(crate) fn in_the_way(open: &Operation) -> String {
    let (verb, name, who) = (words_of(&open.act).verb, &open.server_name, &open.actor_name);
    match open.state() {
        OperationState::Unknown => format!(
            "We do not know yet whether another change of {name} happened: “{verb}”, asked for by {who}. Settle that \
             first, under Activity."
        ),
        _ => format!(
            "Another change of {name} is still on its way: “{verb}”, asked for by {who}. Wait until it has ended."
        ),
    }
}

/// Why no server of this name is made now: another change, which `who` asked for, makes one or may have made one.
pub(crate) fn making(state: OperationState, name: Option<&str>, who: &str) -> String {
    match (state, name) {
        (OperationState::Unknown, Some(name)) => format!(
            "We do not know yet whether {name} was made here already, as {who} asked for. Settle that first, under \
             Activity, or choose another name."
        ),
        (OperationState::Unknown, None) => format!(
            "We do not know yet whether a server without a name was made with this key already, as {who} asked for. \
             Settle that first, under Activity, or enter a host name."
        ),
        (_, Some(name)) => format!(
            "{name} is being made here already, as {who} asked for. Wait until that has ended, or choose another name."
        ),
        (_, None) => format!("Another server is being made with this key, as {who} asked for."),
    }
}

/// What was made is there, and its tags and its note are not, because nobody knows which server it is.
pub(super) fn nothing_kept() -> String {
    "Skydeck does not know which server was made, so the tags and the note of the form are not on it. Add them once it is \
     in the list."
        .to_owned()
}

/// Tags, a note or a lock could not be kept with the outcome, for the reason `why`.
pub(super) fn not_kept(what: &str, why: &str) -> String {
    format!("The {what} of the server could not be saved in Skydeck: {}", sentence(why))
}

/// The message with what could not be kept behind it.
pub(super) fn with_lost(message: &str, lost: Vec<String>) -> String {
    joined([message.to_owned()].into_iter().chain(lost))
}

/// What the requests that succeeded did: "Stopped web-1."
fn done(operation: &Operation) -> String {
    joined(operation.steps.done().map(|step| achieved::past(step, operation)))
}

/// What requests that worked leave behind when others did not.
fn standing(operation: &Operation) -> String {
    if operation.steps.done().next().is_none() {
        return String::new();
    }
    let pending = |change: fn(&Change) -> bool| {
        operation
            .steps
            .all()
            .iter()
            .any(|step| step.state != OperationState::Succeeded && change(&step.change))
    };
    if operation.steps.left() == Some(ServerState::Stopped) && pending(starts) {
        return "The server is stopped; it was not started again. Start it when you are ready.".to_owned();
    }
    leftovers(operation)
}

/// What costs money because the rest was not done.
fn leftovers(operation: &Operation) -> String {
    let reserves = |step: &&Step| matches!(step.change, Change::Address(AddressChange::Create { .. }));
    let unfinished = !operation.steps.all().iter().all(|step| step.state == OperationState::Succeeded);
    if let Some(step) = operation.steps.done().find(reserves).filter(|_| unfinished) {
        let address = step.made.as_ref().map_or("The address", |made| made.0.as_str());
        return format!("{address} is reserved and costs money. Assign it or release it.");
    }
    let kept = operation.steps.all().iter().filter(|step| step.state != OperationState::Succeeded);
    joined(kept.filter_map(|step| match &step.change {
        Change::Address(AddressChange::Delete { id }) => {
            Some(format!("{id} stays reserved and costs money until it is released."))
        }
        _ => None,
    }))
}

/// What was not sent after a request that turned out to have happened.
fn rest(operation: &Operation) -> String {
    let (start, others): (Vec<&Step>, Vec<&Step>) =
        operation.steps.unsent().partition(|step| starts(&step.change));
    let mut words = String::new();
    if let Some((last, first)) = others.split_last() {
        let listed: Vec<_> = first.iter().map(|step| noun(&step.change)).collect();
        words = match listed.as_slice() {
            [] => format!("The {} was not sent.", noun(&last.change)),
            _ => format!("The {} and the {} were not sent.", listed.join(", the "), noun(&last.change)),
        };
    }
    let stopped = operation.steps.left() == Some(ServerState::Stopped);
    let start = match start.is_empty() {
        false if stopped => "It was not started again. Start it when you are ready.",
        false => "The start was not sent.",
        true => "",
    };
    joined([words, start.to_owned()])
}

const fn starts(change: &Change) -> bool {
    matches!(
        change,
        Change::Server(ServerChange::Power { call: PowerCall::Start, .. } | ServerChange::StartRescue { .. })
    )
}

/// Sentences one after the other, without the empty ones.
fn joined(sentences: impl IntoIterator<Item = String>) -> String {
    let sentences: Vec<String> = sentences.into_iter().filter(|words| !words.is_empty()).collect();
    sentences.join(" ")
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
mod tests;
