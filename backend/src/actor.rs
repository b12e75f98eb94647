//! Who makes a request. Made from the database on every request, never from what a session carries.

use std::net::IpAddr;

use domain::ids::{TeamId, UserId};
use domain::policy::Role;
use domain::view::SessionView;

/// A signed-in person, the team in which they act, and the request. Only [`crate::Backend::actor`] makes one.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person and their teams.
    pub session: SessionView,
    /// The request's id, as in logs.
    pub request_id: String,
    /// Where the request came from.
    pub ip: IpAddr,
}

impl Actor {
    /// The person.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.session.user
    }

    /// The team in which they act.
    #[must_use]
    pub const fn team(&self) -> TeamId {
        self.session.team.id
    }

    /// Their role in it.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.session.team.role
    }
}
