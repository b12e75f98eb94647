//! Activity: every change that was asked for, with who, what, when and outcome.

mod page;

use domain::policy::Verb;

use crate::access::{Access, TeamScope};
use crate::actor::Actor;
use crate::backend::Backend;
use crate::error::Result;

/// Sees what was done.
#[derive(Clone, Copy, Debug)]
pub struct ActivityReader<'a> {
    backend: &'a Backend,
    actor: &'a Actor,
    scope: TeamScope,
}

impl<'a> Access<'a> {
    /// Sees what was done.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn activity(&self) -> Result<ActivityReader<'a>> {
        Ok(ActivityReader { backend: self.backend, actor: self.actor, scope: self.require(Verb::View)? })
    }
}
