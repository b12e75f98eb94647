//! What stands around every page: how fresh the deck is, and what is under way.

use domain::view::DeckView;

use super::list::{count, is_first_read};
use crate::actor::Actor;
use crate::backend::Backend;
use crate::inventory::view::SourceFacts;

impl Backend {
    /// The deck of the actor's team. Costs microseconds and asks nobody.
    #[must_use]
    pub fn deck(&self, actor: &Actor) -> DeckView {
        let view = self.inventory().team(actor.team());
        let failing = || view.sources.iter().filter(|source| source.problem.is_some());
        let (running, unknown) = self.operations().counts(actor.team());
        DeckView {
            servers: count(view.len()),
            sources: count(view.sources.len()),
            failing: count(failing().count()),
            first_reads: count(view.sources.iter().filter(|source| is_first_read(source)).count()),
            // Never read counts as oldest.
            oldest: failing()
                .min_by_key(|source| source.taken_at)
                .map(|source| (name(source), source.taken_at)),
            running,
            unknown,
            now: self.now(),
        }
    }
}

fn name(source: &SourceFacts) -> String {
    match &source.location {
        Some(location) => format!("{} {location}", source.label),
        None => source.label.clone(),
    }
}
