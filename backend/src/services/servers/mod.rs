//! Servers: the list, one server, and settling changes whose outcome is not known. What is done to them is in [`crate::acts`].

mod complete;
mod deck;
mod export;
mod facts;
mod get;
mod keys;
mod list;
mod offers;
mod parts;
mod refresh;
mod reveal;
mod row;
mod settle;

use domain::policy::Verb;

use crate::access::{Access, TeamScope};
use crate::actor::Actor;
use crate::backend::Backend;
use crate::error::Result;
use crate::operations::TO_CHECK;

pub use export::ExportAs;
pub use reveal::{RevealedPassword, Revealer};

/// Sees servers.
#[derive(Clone, Copy, Debug)]
pub struct ServerReader<'a> {
    backend: &'a Backend,
    actor: &'a Actor,
    scope: TeamScope,
}

/// Settles changes of servers whose outcome is not known.
#[derive(Clone, Copy, Debug)]
pub struct ServerPower<'a> {
    backend: &'a Backend,
    actor: &'a Actor,
    scope: TeamScope,
}

impl<'a> Access<'a> {
    /// Sees servers.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn servers(&self) -> Result<ServerReader<'a>> {
        Ok(ServerReader { backend: self.backend, actor: self.actor, scope: self.require(Verb::View)? })
    }

    /// Settles changes whose outcome is not known, which takes the right to steer power; taking a person's word for it
    /// takes the right of the change itself as well.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn power(&self) -> Result<ServerPower<'a>> {
        Ok(ServerPower { backend: self.backend, actor: self.actor, scope: self.require(TO_CHECK)? })
    }
}
