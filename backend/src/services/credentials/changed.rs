//! What follows when a team's keys change.

use domain::event::Event;

use crate::backend::Backend;
use crate::db::credentials::StoredCredential;

impl Backend {
    /// Tells everyone who works with the key or shows it.
    pub(super) async fn credential_changed(&self, row: &StoredCredential) {
        self.notify(row.team, Event::Credentials);
    }

    /// Servers seen through the key.
    pub(super) fn servers_of(&self, _row: &StoredCredential) -> u32 {
        0
    }
}
