//! What follows when a team's keys change.

use std::future::Future;

use domain::event::Event;

use crate::backend::Backend;
use crate::db::WriteTx;
use crate::db::credentials::StoredCredential;
use crate::error::Result;

/// Runs `work` to its end even if the caller goes away, as a request does whose browser has gone: the database completes a
/// commit that has begun, and what has to follow must follow then.
pub(super) async fn to_its_end(work: impl Future<Output = Result<()>> + Send + 'static) -> Result<()> {
    tokio::spawn(work).await?
}

impl Backend {
    /// Makes the change of a key last and tells everyone, in one go.
    pub(super) async fn commit_changed(&self, tx: WriteTx, row: StoredCredential) -> Result<()> {
        let backend = self.clone();
        to_its_end(async move {
            tx.commit().await?;
            backend.credential_changed(&row).await;
            Ok(())
        })
        .await
    }

    /// Tells everyone who works with the key or shows it.
    async fn credential_changed(&self, row: &StoredCredential) {
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
