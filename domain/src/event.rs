//! What an open page is told, so that it refetches only what it shows.

use serde::{Deserialize, Serialize};

use crate::ids::OperationId;

/// Something of the team's changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Servers, their states or the health of a source.
    Servers,
    /// An operation went on.
    Operation {
        /// Which one.
        id: OperationId,
    },
    /// Credentials were added, replaced, removed or changed their health.
    Credentials,
    /// The reader fell behind and should refetch everything on screen.
    Lagged,
}
