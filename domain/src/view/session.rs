//! Who is signed in, where, and the state of the deck around every page.

use serde::{Deserialize, Serialize};

use crate::ids::{TeamId, UserId};
use crate::policy::{Role, Verb, decide};
use crate::timestamp::Timestamp;

/// A team that the person may switch to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamChoice {
    /// The team.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// The person's role in it.
    pub role: Role,
}

/// Who is signed in and in which team they act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The person.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The team in which they act.
    pub team: TeamChoice,
    /// Every team they belong to, the present one included.
    pub teams: Vec<TeamChoice>,
}

impl SessionView {
    /// Whether a control for `verb` should be live. The server decides again when it is used.
    #[must_use]
    pub fn may(&self, verb: Verb) -> bool {
        use crate::policy::{Decision, Membership, Whose};
        decide(self.team.role, Membership::Active, verb, Whose::OwnTeam) == Decision::Allow
    }
}

/// What the rail shows around every page: how fresh the deck is and what is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeckView {
    /// Servers known in the acting team.
    pub servers: u32,
    /// Sources that are read.
    pub sources: u32,
    /// Sources whose last read failed.
    pub failing: u32,
    /// Sources that have not been read yet.
    pub first_reads: u32,
    /// The failing source with the oldest data: its name for people, and when it was last read.
    pub oldest: Option<(String, Option<Timestamp>)>,
    /// Operations that are written down or sent.
    pub running: u32,
    /// Operations whose outcome nobody knows yet.
    pub unknown: u32,
    /// The server's clock when this was made.
    pub now: Timestamp,
}
