//! Power actions and the one table of the states that allow them. Interface, plan and worker read this table.

use serde::{Deserialize, Serialize};

use crate::server::ServerState;

/// What can be done to a server's power.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PowerAction {
    /// Switch on.
    Start,
    /// Ask the guest to shut down.
    Stop,
    /// Cut the power.
    ForceStop,
    /// Shut down and start again.
    Restart,
}

impl PowerAction {
    /// Every action, in the order of the buttons.
    pub const ALL: [Self; 4] = [Self::Start, Self::Stop, Self::Restart, Self::ForceStop];

    /// As stored and in addresses.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::ForceStop => "force-stop",
            Self::Restart => "restart",
        }
    }

    /// The action that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.slug() == slug)
    }

    /// On a button.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Stop => "Stop",
            Self::ForceStop => "Force stop",
            Self::Restart => "Restart",
        }
    }

    /// Inside a sentence.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::ForceStop => "forced stop",
            Self::Restart => "restart",
        }
    }

    /// The state in which the action has done its work.
    #[must_use]
    pub const fn goal(self) -> ServerState {
        match self {
            Self::Start | Self::Restart => ServerState::Running,
            Self::Stop | Self::ForceStop => ServerState::Stopped,
        }
    }

    /// Whether a server in `state` can take the action.
    ///
    /// # Errors
    /// The sentence that says why not. States that no rule knows allow every action: the provider decides.
    pub fn check(self, state: &ServerState) -> Result<(), String> {
        let refuse = |why: &str| Err(why.to_owned());
        match (self, state) {
            (_, ServerState::Deleted) => refuse("The server was deleted at the provider."),
            (_, ServerState::Suspended) => {
                refuse("The provider suspended this server. Settle that with the provider first.")
            }
            (_, ServerState::Provisioning | ServerState::Busy) => {
                refuse("The provider is still working on this server.")
            }
            (Self::Start, ServerState::Running) => refuse("The server is running already."),
            (Self::Stop | Self::ForceStop, ServerState::Stopped) => refuse("The server is stopped already."),
            (Self::Restart, ServerState::Stopped) => refuse("The server is stopped. Start it instead."),
            _ => Ok(()),
        }
    }
}

/// One power request as platforms know it. An action may need several: a restart at Warren is a stop and a start.
///
/// Stored in the journal by these words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PowerCall {
    /// Switch on.
    Start,
    /// Ask the guest to shut down.
    Stop,
    /// Cut the power.
    ForceStop,
    /// Restart in one call.
    Restart,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_stored_by_their_words() {
        let all = [PowerCall::Start, PowerCall::Stop, PowerCall::ForceStop, PowerCall::Restart];
        let stored = serde_json::to_string(&all).unwrap();
        assert_eq!(stored, r#"["start","stop","force-stop","restart"]"#);
        assert_eq!(serde_json::from_str::<[PowerCall; 4]>(&stored).unwrap(), all);
    }

    /// The whole table as text: a change of a rule is a change of this test.
    #[test]
    fn the_table_of_states_and_actions() {
        use ServerState::{Busy, Deleted, Error, Provisioning, Running, Stopped, Suspended};
        let states = [
            Running,
            Stopped,
            Busy,
            Provisioning,
            Suspended,
            Error,
            Deleted,
            ServerState::Other("rescue".into()),
        ];
        let table: Vec<String> = states
            .iter()
            .map(|state| {
                let allowed: Vec<_> = PowerAction::ALL
                    .into_iter()
                    .filter(|action| action.check(state).is_ok())
                    .map(PowerAction::slug)
                    .collect();
                format!("{}: {}", state.word(), allowed.join(" "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "running: stop restart force-stop",
                "stopped: start",
                "busy: ",
                "provisioning: ",
                "suspended: ",
                "error: start stop restart force-stop",
                "deleted: ",
                "rescue: start stop restart force-stop",
            ]
        );
    }
}
