//! Acts: what a person asks to be done. One file an act; around them the question (form and plan), the confirmation, and
//! how a batch fares. An act only says what would happen; [`crate::operations`] makes it happen.

pub(crate) mod act;
mod address;
mod ask;
mod batch;
mod begun;
mod create;
pub(crate) mod disk;
pub(crate) mod draft;
pub(crate) mod field;
pub(crate) mod guard;
mod marks;
pub(crate) mod measure;
pub(crate) mod on;
mod plan;
pub(crate) mod power;
pub(crate) mod price;
mod run;
mod secret;
mod seen;
pub(crate) mod server;
mod snapshot;
pub(crate) mod targets;
pub(crate) mod troubles;
mod written;

use domain::policy::Verb;

use crate::access::{Access, TeamScope};
use crate::error::Result;

pub use run::Confirmed;
pub use written::addressable;

/// Asks what an act would do, has it done, and follows it. Each act's own right is checked where it is used.
#[derive(Clone, Copy, Debug)]
pub struct Acts<'a> {
    access: Access<'a>,
    scope: TeamScope,
}

impl<'a> Access<'a> {
    /// What can be done to servers.
    ///
    /// # Errors
    /// `Forbidden` when the role may not even look.
    pub fn acts(&self) -> Result<Acts<'a>> {
        Ok(Acts { access: *self, scope: self.require(Verb::View)? })
    }
}
