//! The activity page: every operation with who, what, when and outcome.

use serde::{Deserialize, Serialize};

use super::operations::OperationRow;
use crate::operation::OperationState;
use crate::timestamp::Timestamp;

/// What the activity page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ActivityQuery {
    /// Words in the server's name or the person's.
    pub search: String,
    /// Only operations in this state.
    pub state: Option<OperationState>,
    /// The page, from 1.
    pub page: u32,
}

/// One page of operations, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityPage {
    /// The operations of this page.
    pub rows: Vec<OperationRow>,
    /// Operations that match.
    pub matched: u32,
    /// This page, from 1.
    pub page: u32,
    /// Pages in all; at least 1.
    pub pages: u32,
    /// The server's clock when this was made.
    pub now: Timestamp,
}
