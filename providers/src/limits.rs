//! How many calls a provider lets one account make, where its documents say so (`facts.md`, "Rate limits"). Data only: who
//! sends the calls keeps below.

use std::time::Duration;

use domain::change::{Change, ServerChange};
use domain::provider::Platform;

/// The span over which calls are counted.
pub const WINDOW: Duration = Duration::from_secs(60);

/// The most calls of one account within [`WINDOW`]. Each class is counted by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallLimits {
    /// Calls that change nothing.
    pub reads: u32,
    /// Calls that change something.
    pub writes: u32,
    /// Calls that [`is_critical`] is about. Whether they count as writes too is not documented, so both are heeded.
    pub critical: u32,
}

/// The limits that a platform documents; `None` where no number is known.
#[must_use]
pub const fn of(platform: Platform) -> Option<CallLimits> {
    match platform {
        Platform::Virtua => Some(CallLimits { reads: 60, writes: 20, critical: 5 }),
        Platform::Warren => None,
    }
}

/// Whether a change may be one of the "critical" calls. Which those are is stated nowhere; assumed are the calls that
/// order, destroy or start from scratch.
#[must_use]
pub const fn is_critical(change: &Change) -> bool {
    matches!(
        change,
        Change::Server(
            ServerChange::Create(_)
                | ServerChange::Order(_)
                | ServerChange::Rebuild { .. }
                | ServerChange::Reinstall { .. }
                | ServerChange::Clone { .. }
                | ServerChange::SetPassword { .. }
                | ServerChange::Delete { .. }
        )
    )
}
