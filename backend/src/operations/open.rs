//! The changes that are not over, in memory: lists show them beside their servers without asking the database.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use domain::change::{Change, ServerChange};
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
    /// The server that it makes.
    makes: Option<Made>,
}

/// Why `new` may not be written down: one of `open` makes what could be taken for what it makes. Others of its batch are
/// of one plan, and told apart by its count.
pub(super) fn made_beside(new: &Operation, open: &[Operation]) -> Option<String> {
    let Made { name } = Made::by(new)?;
    let others =
        open.iter().filter(|other| other.id != new.id && (other.batch.is_none() || other.batch != new.batch));
    let mut alike = others
        .filter(|other| Made::by(other).is_some_and(|made| made.is_like(name.as_deref(), other.state())));
    alike.next().map(|other| super::words::making(other.state(), name.as_deref(), &other.actor_name))
}

/// Whether it makes a server.
pub(super) fn makes_server(operation: &Operation) -> bool {
    Made::by(operation).is_some()
}

/// A server that a change makes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    /// `None` when the provider names it.
    name: Option<String>,
}

impl Made {
    fn by(operation: &Operation) -> Option<Self> {
        let made = |change: &Change| match change {
            Change::Server(ServerChange::Create(new)) => Some(Some(new.name.clone())),
            Change::Server(ServerChange::Clone { name, .. }) => Some(Some(name.clone())),
            Change::Server(ServerChange::Order(order)) => Some(order.hostname.clone()),
            _ => None,
        };
        operation.steps.all().iter().find_map(|step| made(&step.change)).map(|name| Self { name })
    }

    /// Whether it could be taken for a server of this name, where the change that makes it stands in `state`.
    fn is_like(&self, name: Option<&str>, state: OperationState) -> bool {
        match (self.name.as_deref(), name) {
            (Some(made), Some(name)) => made.eq_ignore_ascii_case(name),
            (None, None) => state == OperationState::Unknown,
            _ => false,
        }
    }
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
                makes: Made::by(operation),
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

    /// Why no server of this name may be made in the key and location of `place` now: another change makes one, and nobody
    /// could tell the two apart. Of one without a name, only while nobody knows whether another without a name was made.
    pub(crate) fn making(&self, place: &ServerKey, name: Option<&str>) -> Option<String> {
        let open = self.0.open.0.read().unwrap_or_else(PoisonError::into_inner);
        let alike = |(key, open): &(&ServerKey, &OpenOperation)| {
            (&key.credential, &key.location) == (&place.credential, &place.location)
                && open.makes.as_ref().is_some_and(|made| made.is_like(name, open.state))
        };
        let (_, open) = open.iter().find(alike)?;
        Some(super::words::making(open.state, name, &open.actor_name))
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
