//! Signing out, and clearing away what has ended.

use std::sync::Arc;
use std::time::Duration;

use domain::Timestamp;
use tower_sessions::Session;

use super::token::session_hash;
use super::{ABSOLUTE_MS, IDLE_MS};
use crate::audit::{Entry, record};
use crate::backend::Backend;
use crate::db::{sessions, throttle};
use crate::error::Result;

/// How often ended sessions are cleared away.
const CLEAR_EVERY: Duration = Duration::from_secs(600);
/// Counters that nobody touched for this long say nothing any more.
const COUNTERS_KEPT_MS: i64 = 48 * 60 * 60 * 1000;
/// A network that a person did not sign in from for this long is no longer known as theirs.
const NETWORKS_KEPT_MS: i64 = 90 * 24 * 60 * 60 * 1000;

impl Backend {
    /// Ends the session: its row is deleted, so that its id opens nothing.
    ///
    /// # Errors
    /// When the database does not answer; then the session has not ended.
    pub async fn sign_out(&self, session: &Session) -> Result<()> {
        if let Some(id) = session.id() {
            let hash = session_hash(&id);
            if let Some(identity) = sessions::identity(self.db().read(), &hash).await? {
                let mut tx = self.db().write().await?;
                sessions::delete(tx.conn(), &hash).await?;
                let entry = Entry {
                    actor_id: Some(identity.user),
                    actor: &identity.email,
                    ..Entry::by_skydeck("session.sign_out", identity.user)
                };
                record(&mut tx, self.vault(), self.now(), entry).await?;
                tx.commit().await?;
            }
        }
        // Also takes the cookie out of the browser.
        Ok(session.flush().await?)
    }

    /// Clears away what has ended, now and then, until this Skydeck ends.
    pub(crate) fn start_clearing(&self) {
        let weak = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(CLEAR_EVERY);
            loop {
                tick.tick().await;
                let Some(backend) = weak.upgrade().map(Self) else { return };
                if backend.db().read().is_closed() {
                    return;
                }
                if let Err(error) = backend.clear_ended().await {
                    tracing::warn!(cause = error.cause(), "ended sessions could not be cleared away");
                }
            }
        });
    }

    /// Removes sessions and counters that have ended. Nothing depends on it but the size of the database.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clear_ended(&self) -> Result<u64> {
        let now = self.now();
        let mut tx = self.db().write().await?;
        let (idle, absolute) = (Timestamp(now.0 - IDLE_MS), Timestamp(now.0 - ABSOLUTE_MS));
        let gone = sessions::purge(tx.conn(), now, idle, absolute).await?;
        let (touched, signed_in) = (Timestamp(now.0 - COUNTERS_KEPT_MS), Timestamp(now.0 - NETWORKS_KEPT_MS));
        throttle::purge(tx.conn(), touched, signed_in).await?;
        tx.commit().await?;
        Ok(gone)
    }
}
