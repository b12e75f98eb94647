//! What can stand in place of the word that is being typed.

use domain::ids::ServerKey;
use domain::view::Completion;

use super::ServerReader;
use crate::inventory::view::Present;

impl ServerReader<'_> {
    /// Completions of the last word of a search text, at most 12. Costs little and asks nobody.
    #[must_use]
    pub fn complete(&self, search: &str) -> Vec<Completion> {
        let search: String = search.chars().take(domain::query::MAX_SEARCH_CHARS).collect();
        let operations = self.backend.operations();
        let pending = |key: &ServerKey| operations.open_on(key).is_some();
        let present = Present { now: self.backend.now(), pending: &pending };
        self.backend.inventory().team(self.scope.team()).complete(&search, &present)
    }
}
