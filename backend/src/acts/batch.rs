//! How a batch fares, or one operation that has no page of its own.

use domain::act::{BatchItem, BatchView, words};
use domain::ids::OperationId;
use domain::operation::OperationState;
use domain::view::OperationRow;

use super::Acts;
use super::act::{Known, titled};
use crate::error::Result;

impl Acts<'_> {
    /// The operations of a batch as they stand; a single operation counts as a batch of one.
    ///
    /// # Errors
    /// `NotFound` when the team has none of this id.
    pub async fn batch(&self, id: OperationId) -> Result<BatchView> {
        let operations = self.access.backend.operations();
        let mut found = operations.batch(self.scope, id).await?;
        if found.is_empty() {
            found.push(operations.get(self.scope, id).await?);
        }
        let rows: Vec<OperationRow> =
            found.into_iter().map(|known| operations.row(self.access.actor, known)).collect();
        Ok(view(id, rows, self.access.backend.now()))
    }
}

fn view(id: OperationId, mut rows: Vec<OperationRow>, now: domain::Timestamp) -> BatchView {
    let count = |is: fn(OperationState) -> bool| {
        u32::try_from(rows.iter().filter(|row| is(row.state)).count()).unwrap_or(u32::MAX)
    };
    let (running, succeeded, failed, unknown) = (
        count(|state| matches!(state, OperationState::Intended | OperationState::Sent)),
        count(|state| state == OperationState::Succeeded),
        count(|state| state == OperationState::Failed),
        count(|state| state == OperationState::Unknown),
    );
    let waiting: Vec<_> = rows.iter().filter(|row| row.waits).collect();
    let take_back_refusal = waiting.first().and_then(|row| row.settle_refusal.clone());
    let waiting = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
    let title = title(&rows);
    let actor = rows.first().map(|row| row.actor.clone()).unwrap_or_default();
    let created_at = rows.iter().map(|row| row.created_at).min().unwrap_or(now);
    // Stable: within one urgency they stay in the order of their names.
    rows.sort_by_key(|row| urgency(row.state));
    let item = |row: OperationRow| BatchItem {
        operation: row.id,
        server: row.made.unwrap_or(row.server),
        name: row.server_name,
        state: row.state,
        message: row.message,
    };
    BatchView {
        id,
        title,
        actor,
        running,
        succeeded,
        failed,
        unknown,
        waiting,
        take_back_refusal,
        items: rows.into_iter().map(item).collect(),
        created_at,
        now,
    }
}

/// What needs a look comes first.
const fn urgency(state: OperationState) -> u8 {
    match state {
        OperationState::Unknown => 0,
        OperationState::Failed => 1,
        OperationState::Sent => 2,
        OperationState::Intended => 3,
        OperationState::Succeeded => 4,
    }
}

/// "Stop 3 servers".
fn title(rows: &[OperationRow]) -> String {
    let (slug, whom) = match rows {
        [] => return String::new(),
        [one] => (&one.act, one.server_name.clone()),
        [first, ..] => (&first.act, format!("{} servers", rows.len())),
    };
    match Known::find(slug) {
        Some(Known::On(act)) => titled(act, &whom),
        _ => format!("{} {whom}", words::words_of(slug).verb),
    }
}
