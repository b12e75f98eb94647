//! The inventory as pages read it: per team one immutable table, sorted and counted when it is built, so that reading costs microseconds.

mod among;
mod build;
mod complete;
mod entry;
mod group;
mod marked;
mod names;
mod order;
mod search;
mod select;
mod table;

pub(crate) use entry::Entry;
pub(crate) use search::Present;
pub(crate) use select::Wanted;
pub(crate) use table::{SourceFacts, TeamServers};

#[cfg(test)]
mod tests;
