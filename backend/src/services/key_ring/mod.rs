//! What new servers of a team can be given: public keys and scripts. Keys are shown to everyone, a script's text to those who may
//! change it.

mod fingerprint;
mod keys;
mod page;
mod scripts;

use domain::policy::Verb;

use crate::access::{Access, TeamScope};
use crate::actor::Actor;
use crate::backend::Backend;
use crate::error::Result;

/// Sees the team's public keys and which scripts there are.
#[derive(Clone, Copy, Debug)]
pub struct KeyRing<'a> {
    backend: &'a Backend,
    scope: TeamScope,
}

/// Adds and removes public keys; saves, reads and removes scripts.
#[derive(Clone, Copy, Debug)]
pub struct KeyRingManager<'a> {
    backend: &'a Backend,
    actor: &'a Actor,
    scope: TeamScope,
}

impl<'a> Access<'a> {
    /// Sees the team's public keys and which scripts there are.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn key_ring(&self) -> Result<KeyRing<'a>> {
        Ok(KeyRing { backend: self.backend, scope: self.require(Verb::View)? })
    }

    /// Adds and removes public keys; saves, reads and removes scripts.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn manage_key_ring(&self) -> Result<KeyRingManager<'a>> {
        Ok(KeyRingManager { backend: self.backend, actor: self.actor, scope: self.require(Verb::Change)? })
    }
}
