//! What follows when a team's keys change.

use domain::event::Event;

use crate::backend::Backend;
use crate::db::credentials::StoredCredential;

impl Backend {
    /// Tells everyone who works with the key or shows it.
    pub(super) async fn credential_changed(&self, row: &StoredCredential) {
        if let Err(error) = self.inventory().credential_changed(row.id).await {
            tracing::error!(credential = %row.id, cause = error.cause(), "the inventory did not learn of a changed key");
        }
        self.notify(row.team, Event::Credentials);
    }

    /// Servers seen through the key.
    pub(super) fn servers_of(&self, row: &StoredCredential) -> u32 {
        self.inventory().servers_of(row.team, row.id)
    }
}
