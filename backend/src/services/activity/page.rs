//! Pages of operations, and one of them.

use domain::ids::OperationId;
use domain::query::{MAX_SEARCH_CHARS, PAGE_SIZE};
use domain::view::{ActivityPage, ActivityQuery, OperationRow};

use super::ActivityReader;
use crate::db::operations::{self as journal, Filter};
use crate::error::Result;

/// Words of a search that are read; each is a condition for the database.
const MAX_WORDS: usize = 8;

impl ActivityReader<'_> {
    /// One page of the team's operations, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self, query: &ActivityQuery) -> Result<ActivityPage> {
        let search: String = query.search.chars().take(MAX_SEARCH_CHARS).collect();
        let filter = Filter {
            words: search.split_whitespace().take(MAX_WORDS).map(ToOwned::to_owned).collect(),
            state: query.state,
        };
        let db = self.backend.db().read();
        let matched = u32::try_from(journal::count(db, self.scope, &filter).await?).unwrap_or(u32::MAX);
        let size = u32::try_from(PAGE_SIZE).unwrap_or(u32::MAX);
        let pages = matched.div_ceil(size).max(1);
        let page = query.page.clamp(1, pages);
        let range = (i64::from(size), i64::from(page - 1) * i64::from(size));
        let rows = journal::page(db, self.scope, &filter, range).await?;
        let operations = self.backend.operations();
        Ok(ActivityPage {
            rows: rows.into_iter().map(|known| operations.row(self.actor, known)).collect(),
            matched,
            page,
            pages,
            now: self.backend.now(),
        })
    }

    /// One operation of the team.
    ///
    /// # Errors
    /// `NotFound` when the team has none of this id.
    pub async fn operation(&self, id: OperationId) -> Result<OperationRow> {
        let operations = self.backend.operations();
        operations.get(self.scope, id).await.map(|known| operations.row(self.actor, known))
    }
}
