//! Keeps the last good content in the database, so that a restart shows it at once.

use domain::Timestamp;
use domain::freshness::SourceProblem;
use domain::ids::CredentialId;
use domain::server::Server;

use super::Inventory;
use super::due::Job;
use super::source::{Content, SourceKey};
use crate::db::{self, snapshots};

/// One thing to write.
#[derive(Debug)]
pub(super) struct Save {
    credential: CredentialId,
    source: SourceKey,
    taken_at: Timestamp,
    /// `None` when only the time or the problem changed.
    content: Option<Content>,
    problem: Option<SourceProblem>,
}

impl Save {
    pub(super) fn new(
        job: &Job,
        taken_at: Timestamp,
        content: Option<Content>,
        problem: Option<SourceProblem>,
    ) -> Self {
        Self { credential: job.credential, source: job.source.clone(), taken_at, content, problem }
    }
}

impl Inventory {
    /// Writes it. A failure costs no more than an older start after a restart, so it is logged and not passed on.
    pub(super) async fn save(&self, save: Save) {
        if let Err(error) = self.try_save(&save).await {
            tracing::warn!(credential = %save.credential, %error, "a snapshot could not be stored");
        }
    }

    async fn try_save(&self, save: &Save) -> db::Result<()> {
        let encode = |error: serde_json::Error| sqlx::Error::Encode(error.into());
        let problem = save.problem.as_ref().map(serde_json::to_string).transpose().map_err(encode)?;
        let body = save.content.as_ref().map(body).transpose().map_err(encode)?;
        let mut tx = self.0.parts.db.write().await?;
        let at = (save.credential, &save.source);
        match body {
            Some(body) => {
                snapshots::put(tx.conn(), at, save.taken_at, &body, problem.as_deref()).await?;
            }
            None => snapshots::touch(tx.conn(), at, save.taken_at, problem.as_deref()).await?,
        }
        tx.commit().await
    }
}

/// The stored form of a content.
fn body(content: &Content) -> serde_json::Result<String> {
    match content {
        Content::Servers(rows) => {
            let servers: Vec<&Server> = rows.iter().map(|row| &*row.server).collect();
            serde_json::to_string(&servers)
        }
        Content::Locations(locations) => serde_json::to_string(locations),
    }
}
