//! How much a value on screen can be trusted: live, stale with its age, or unknown. Never zero, never blank.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

/// Why a source could not be read, in public words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceProblem {
    /// What the provider said, or what kept us from hearing it.
    pub message: String,
    /// HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The provider's correlation id, when it gave one.
    pub correlation_id: Option<String>,
    /// Since when it fails.
    pub since: Timestamp,
    /// When the next try is due.
    pub next_try: Option<Timestamp>,
}

/// How fresh a source's data is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// As the provider said at `taken_at`, and nothing failed since.
    Live {
        /// When it was read.
        taken_at: Timestamp,
    },
    /// The last known data; reading it anew fails.
    Stale {
        /// When it was last read.
        taken_at: Timestamp,
        /// Why it is not newer.
        problem: SourceProblem,
    },
    /// Never read.
    Unknown {
        /// Why not; `None` while the first read is on its way.
        problem: Option<SourceProblem>,
    },
}

impl Freshness {
    /// When the data was read, if it ever was.
    #[must_use]
    pub const fn taken_at(&self) -> Option<Timestamp> {
        match self {
            Self::Live { taken_at } | Self::Stale { taken_at, .. } => Some(*taken_at),
            Self::Unknown { .. } => None,
        }
    }

    /// What keeps the data from being newer.
    #[must_use]
    pub const fn problem(&self) -> Option<&SourceProblem> {
        match self {
            Self::Live { .. } => None,
            Self::Stale { problem, .. } => Some(problem),
            Self::Unknown { problem } => problem.as_ref(),
        }
    }
}
