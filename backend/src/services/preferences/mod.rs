//! What a person has chosen for themselves: the columns of the list and saved views, some of which the whole team sees.

mod columns;
mod views;

pub(super) use columns::columns_of;
pub(super) use views::views_of;

use domain::policy::Verb;

use crate::access::{Access, TeamScope};
use crate::error::Result;

/// Keeps what a person has chosen.
#[derive(Clone, Copy, Debug)]
pub struct Preferences<'a> {
    access: Access<'a>,
    scope: TeamScope,
}

impl<'a> Access<'a> {
    /// Keeps what the person has chosen. Views that the team sees need [`Verb::Mark`] besides.
    ///
    /// # Errors
    /// `Forbidden` when the role lacks the right.
    pub fn preferences(&self) -> Result<Preferences<'a>> {
        Ok(Preferences { access: *self, scope: self.require(Verb::View)? })
    }
}
