//! The changes that a page of Activity wants: a search, and a part of what it finds.

use domain::operation::OperationState;
use sqlx::{AnyExecutor, Row};

use super::{COLUMNS, Operation, from_row};
use crate::access::TeamScope;
use crate::db::Result;

/// Which changes a page wants.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Each has to be in the server's name or the person's.
    pub(crate) words: Vec<String>,
    /// Only those in this state.
    pub(crate) state: Option<OperationState>,
}

impl Filter {
    /// The condition; its placeholders begin at `$2`, after the team's.
    fn sql(&self) -> String {
        let mut sql = "team_id = $1".to_owned();
        let mut next = 2;
        for _ in &self.words {
            sql.push_str(&format!(
                " AND (LOWER(server_name) LIKE ${next} ESCAPE '!' OR LOWER(actor_name) LIKE ${next} ESCAPE '!')"
            ));
            next += 1;
        }
        if self.state.is_some() {
            sql.push_str(&format!(" AND state = ${next}"));
        }
        sql
    }

    fn binds(&self) -> impl Iterator<Item = String> + '_ {
        let escape = |word: &String| {
            let mut pattern = "%".to_owned();
            for c in word.to_lowercase().chars() {
                if matches!(c, '%' | '_' | '!') {
                    pattern.push('!');
                }
                pattern.push(c);
            }
            pattern.push('%');
            pattern
        };
        self.words.iter().map(escape).chain(self.state.map(|state| state.slug().to_owned()))
    }
}

/// How many of the team's changes match.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn count<'c>(db: impl AnyExecutor<'c>, scope: TeamScope, filter: &Filter) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) AS n FROM operations WHERE {}", filter.sql());
    let mut query = sqlx::query(&sql).bind(scope.team().to_string());
    for bind in filter.binds() {
        query = query.bind(bind);
    }
    query.fetch_one(db).await?.try_get("n")
}

/// The team's changes that match, newest first.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn page<'c>(
    db: impl AnyExecutor<'c>,
    scope: TeamScope,
    filter: &Filter,
    (limit, offset): (i64, i64),
) -> Result<Vec<Operation>> {
    // Both are numbers of ours; as text they need no place among the filter's placeholders.
    let sql = format!(
        "SELECT {COLUMNS} FROM operations WHERE {} ORDER BY created_at DESC, id LIMIT {limit} OFFSET {offset}",
        filter.sql()
    );
    let mut query = sqlx::query(&sql).bind(scope.team().to_string());
    for bind in filter.binds() {
        query = query.bind(bind);
    }
    query.fetch_all(db).await?.iter().map(from_row).collect()
}
