//! One server behind several keys: a change that binds it binds it through each of them, in whichever team.

use domain::ids::ServerKey;
use domain::operation::OperationState;

use super::Operations;

impl Operations {
    /// Why another change of a server has to wait: one is open, through whichever key.
    pub(crate) fn bound(&self, server: &ServerKey) -> Option<String> {
        self.open_on(server).map(|open| open.in_the_way).or_else(|| self.bound_elsewhere(server))
    }

    /// As [`Operations::bound`], through other keys than the server's own.
    pub(super) fn bound_elsewhere(&self, server: &ServerKey) -> Option<String> {
        self.0.parts.marks.same(server).into_iter().find_map(|(other, ours)| {
            let open = self.open_on(&other)?;
            Some(if ours { open.in_the_way } else { of_another_team(open.state) })
        })
    }
}

/// Who it is and what they do is theirs to know.
fn of_another_team(state: OperationState) -> String {
    match state {
        OperationState::Unknown => {
            "Another team has a key for this server too, and it is not known yet whether a change that they asked for \
             happened. They have to settle that first. Nothing was changed."
        }
        _ => {
            "Another team has a key for this server too, and a change that they asked for is on its way. Wait until it \
             has ended. Nothing was changed."
        }
    }
    .to_owned()
}
