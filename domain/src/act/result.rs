//! What came of a confirmation: what was begun, and how a batch fares.

use serde::{Deserialize, Serialize};

use crate::ids::{OperationId, ServerKey};
use crate::operation::OperationState;
use crate::timestamp::Timestamp;

/// A confirmation was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The operation, or the batch.
    pub id: OperationId,
    /// What is under way: "Resizing web-1", "Stopping 3 servers".
    pub text: String,
    /// Where it can be followed: the server's page, or the list with the batch on top.
    pub href: String,
    /// Whether it is a batch.
    pub batch: bool,
    /// Whether it is over already, as what only Skydeck keeps is.
    pub done: bool,
}

/// How a batch fares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchView {
    /// Which.
    pub id: OperationId,
    /// What it does: "Stop 3 servers".
    pub title: String,
    /// Who asked for it.
    pub actor: String,
    /// Operations written down or sent.
    pub running: u32,
    /// Operations that worked.
    pub succeeded: u32,
    /// Operations that did not.
    pub failed: u32,
    /// Operations whose outcome nobody knows yet.
    pub unknown: u32,
    /// Of those that run, operations whose next request was not sent yet: they can be taken back.
    pub waiting: u32,
    /// While some wait: why the person who asked may not take them back. `None` when they may.
    pub take_back_refusal: Option<String>,
    /// One by one: what needs a look first.
    pub items: Vec<BatchItem>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// The server's clock when this was made.
    pub now: Timestamp,
}

/// One operation of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchItem {
    /// Which.
    pub operation: OperationId,
    /// On what; for what was made, that.
    pub server: ServerKey,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: OperationState,
    /// The outcome in words; while it waits, for what; otherwise empty while it runs.
    pub message: String,
}
