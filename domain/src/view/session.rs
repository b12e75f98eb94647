//! Who is signed in, where, and the state of the deck around every page.

use serde::{Deserialize, Serialize};

use crate::ids::{TeamId, UserId};
use crate::policy::{Role, Verb, decide};

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
