//! The inventory as pages read it: per team one immutable table, sorted and counted when it is built, so that reading costs microseconds.

mod build;
mod entry;
mod marked;
mod names;
mod order;
mod search;
mod select;
mod table;

pub(crate) use entry::Entry;
pub(crate) use table::{SourceFacts, TeamServers};
