//! Everything that a search finds, by its keys: for acts on all of it.

use domain::act::MOST_AT_ONCE;
use domain::ids::ServerKey;
use domain::query::{self, GroupBy, Sort};

use super::ServerReader;
use crate::inventory::view::{Present, Wanted};

impl ServerReader<'_> {
    /// The servers that meet a search text, in the order of their names, as far as one act can take them. Waits for no
    /// provider.
    #[must_use]
    pub fn keys(&self, search: &str) -> Vec<ServerKey> {
        let view = self.backend.inventory().team(self.scope.team());
        let operations = self.backend.operations();
        let pending = |key: &ServerKey| operations.open_on(key).is_some();
        let (terms, _) = query::parse(search);
        let wanted = Wanted {
            terms: &terms,
            sort: Sort::default(),
            group: GroupBy::Nothing,
            page: 1,
            present: Present { now: self.backend.now(), pending: &pending },
        };
        view.every(&wanted).take(MOST_AT_ONCE).map(|entry| entry.key.clone()).collect()
    }
}
