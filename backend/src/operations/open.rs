//! The changes that are not over, in memory: lists show them beside their servers without asking the database.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use domain::ids::{OperationId, ServerKey, TeamId};
use domain::operation::OperationState;

use super::Operations;
use crate::db::operations::Operation;

/// A change that binds its server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenOperation {
    pub(crate) team: TeamId,
    pub(crate) id: OperationId,
    pub(crate) act: String,
    pub(crate) state: OperationState,
    pub(crate) actor_name: String,
    /// Why another change has to wait.
    pub(crate) in_the_way: String,
}

/// By server: the one change that binds it.
#[derive(Debug, Default)]
pub(super) struct Open(RwLock<HashMap<ServerKey, OpenOperation>>);

impl Open {
    /// Takes over where a change stands. Returns what was known of its server before.
    pub(super) fn note(&self, operation: &Operation) -> Option<OpenOperation> {
        let mut open = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let former = open.get(&operation.server).cloned();
        if operation.state().is_open() {
            let now = OpenOperation {
                team: operation.team,
                id: operation.id,
                act: operation.act.clone(),
                state: operation.state(),
                actor_name: operation.actor_name.clone(),
                in_the_way: super::words::in_the_way(operation),
            };
            open.insert(operation.server.clone(), now);
        } else if open.get(&operation.server).is_some_and(|known| known.id == operation.id) {
            open.remove(&operation.server);
        }
        former
    }

    /// Takes back what [`Open::note`] changed.
    pub(super) fn put_back(&self, server: &ServerKey, former: Option<OpenOperation>) {
        let mut open = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match former {
            Some(former) => open.insert(server.clone(), former),
            None => open.remove(server),
        };
    }
}

impl Operations {
    /// The change that binds a server.
    pub(crate) fn open_on(&self, server: &ServerKey) -> Option<OpenOperation> {
        self.0.open.0.read().unwrap_or_else(PoisonError::into_inner).get(server).cloned()
    }

    /// How many of a team's changes run, and of how many nobody knows the outcome.
    pub(crate) fn counts(&self, team: TeamId) -> (u32, u32) {
        let open = self.0.open.0.read().unwrap_or_else(PoisonError::into_inner);
        open.values().filter(|open| open.team == team).fold((0, 0), |(running, unknown), open| {
            if open.state == OperationState::Unknown {
                (running, unknown + 1)
            } else {
                (running + 1, unknown)
            }
        })
    }
}
