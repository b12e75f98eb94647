//! Operations as people follow them.

use serde::{Deserialize, Serialize};

use crate::ids::{OperationId, ServerKey};
use crate::operation::OperationState;
use crate::provider::Brand;
use crate::timestamp::Timestamp;

/// One request of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationStep {
    /// What it does: "Stop", "Change size".
    pub label: String,
    /// Where it stands.
    pub state: OperationState,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// One operation in a list or on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRow {
    /// Which one.
    pub id: OperationId,
    /// What was asked for, by its slug, such as `server.resize`.
    pub act: String,
    /// On a button: "Resize".
    pub verb: String,
    /// While it runs: "Resizing".
    pub doing: String,
    /// Inside a sentence: "resize".
    pub noun: String,
    /// What changes, in a line: "2 vCPU, 4 GiB → 4 vCPU, 8 GiB". Empty where the act says it all.
    pub summary: String,
    /// On which server; for what is still to be made, a name of its own.
    pub server: ServerKey,
    /// The server that came of it.
    pub made: Option<ServerKey>,
    /// The server's name at the time.
    pub server_name: String,
    /// At which provider.
    pub brand: Brand,
    /// Who asked for it.
    pub actor: String,
    /// Where it stands.
    pub state: OperationState,
    /// One request each.
    pub steps: Vec<OperationStep>,
    /// The outcome in words: what happened, whether anything changed, what to do. While it waits: for what and, where that
    /// is known, until when; true for as long as it waits for that. Otherwise empty while it runs.
    pub message: String,
    /// The provider's HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The provider's correlation id, when it gave one.
    pub correlation_id: Option<String>,
    /// While its outcome is not known: why the person who asked for this row may not have it read again. `None` when they
    /// may. Rows are made for one person and never sent to others.
    pub check_refusal: Option<String>,
    /// While its outcome is not known: why that person's word for what happened is not taken. While it waits: why they may
    /// not take it back. `None` when they may.
    pub settle_refusal: Option<String>,
    /// Its next request was not sent yet: it can be taken back.
    pub waits: bool,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}
