//! What was read after a request, held against what the request was to do. Pure; one file a noun.

mod address;
mod disk;
mod made;
mod replica;
mod server;

use domain::change::{BillingChange, Change};
use domain::ids::ProviderResourceId;
use domain::server::ServerState;
use domain::timestamp::Timestamp;

use super::machine::Step;
use super::sight::Sight;
use super::task::Before;

/// What is known of a request beside what was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case<'c> {
    pub(super) change: &'c Change,
    pub(super) before: &'c Before,
    /// The state in which the request found the server.
    pub(super) state_before: Option<&'c ServerState>,
    /// What it made, where the provider's answer said so.
    pub(super) made: Option<&'c ProviderResourceId>,
    pub(super) sent_at: Option<Timestamp>,
}

impl<'c> Case<'c> {
    /// Of a step. `state_before` is where it found the server.
    pub(super) fn new(step: &'c Step, before: &'c Before, state_before: Option<&'c ServerState>) -> Self {
        let Step { change, made, sent_at, .. } = step;
        Self { change, before, state_before, made: made.as_ref(), sent_at: *sent_at }
    }
}

/// Where the world stands. The words go behind "The provider took it on, and" and "reading cannot tell:", without an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// As the request was to leave it: "the server is stopped".
    Reached {
        /// In words.
        now: String,
        /// What it made, where that was found.
        made: Option<ProviderResourceId>,
    },
    /// As it was before: "the server is still running".
    Unmoved(String),
    /// Neither, or on its way.
    Elsewhere(String),
    /// Done or not, it looks like this.
    Blind {
        /// Why.
        why: String,
        /// Whether it looks as it does when the request has done its work.
        rest: bool,
    },
    /// What was found needs a person's eyes.
    Ask(String),
}

impl Goal {
    fn reached(now: impl Into<String>) -> Self {
        Self::Reached { now: now.into(), made: None }
    }

    /// Reached or as before, by whether it `is` so.
    fn switch(is: bool, now: &str, still: &str) -> Self {
        if is { Self::reached(now) } else { Self::Unmoved(still.to_owned()) }
    }
}

/// Where the world stands after the request.
pub(super) fn goal(case: &Case<'_>, sight: &Sight) -> Goal {
    match case.change {
        Change::Server(change) => server::goal(case, change, sight),
        Change::Disk(change) => disk::goal(case, change, sight),
        Change::Replica(change) => replica::goal(case, change, sight),
        Change::Address(change) => address::goal(case, change, sight),
        Change::Billing(BillingChange::SetPayer { id, .. }) => server::payer(id, sight),
        _ => Goal::Blind { why: "nothing that can be read shows it".to_owned(), rest: true },
    }
}

/// What was to be read was not.
fn unread() -> Goal {
    Goal::Elsewhere("what tells could not be read".to_owned())
}

#[cfg(test)]
pub(super) mod tests;
