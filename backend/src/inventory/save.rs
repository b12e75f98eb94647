//! Keeps the last good content in the database, so that a restart shows it at once.

use std::sync::PoisonError;
use std::time::Duration;

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

/// How long the saver waits after an answer, so that the answers of one round are stored together.
const GATHER: Duration = Duration::from_millis(200);

impl Inventory {
    /// Has something stored soon.
    pub(super) fn save_soon(&self, save: Save) {
        self.queue(save);
        self.0.save.notify_one();
    }

    /// What waits already for the same source is replaced; its content stays if the newer one brings none.
    fn queue(&self, mut save: Save) {
        let mut unsaved = self.0.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |other: &Save| other.credential == save.credential && other.source == save.source;
        if let Some(place) = unsaved.iter().position(same) {
            let older = unsaved.swap_remove(place);
            save.content = save.content.or(older.content);
        }
        unsaved.push(save);
    }

    /// Stores what comes, until the inventory is closed.
    pub(super) async fn save_changes(self) {
        let mut stop = self.0.stop.subscribe();
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = self.0.save.notified() => {}
            }
            tokio::time::sleep(GATHER).await;
            self.flush().await;
        }
    }

    /// Stores everything that waits, in one transaction. A failure costs no more than an older start after a restart, so
    /// it is logged and tried again with the next one.
    pub(super) async fn flush(&self) {
        let _one_at_a_time = self.0.saving.lock().await;
        let saves = std::mem::take(&mut *self.0.unsaved.lock().unwrap_or_else(PoisonError::into_inner));
        if saves.is_empty() {
            return;
        }
        if let Err(error) = self.store(&saves).await {
            tracing::warn!(snapshots = saves.len(), %error, "snapshots could not be stored");
            let newer = std::mem::take(&mut *self.0.unsaved.lock().unwrap_or_else(PoisonError::into_inner));
            for save in saves.into_iter().chain(newer) {
                self.queue(save);
            }
        }
    }

    async fn store(&self, saves: &[Save]) -> db::Result<()> {
        let encode = |error: serde_json::Error| sqlx::Error::Encode(error.into());
        let mut rows = Vec::with_capacity(saves.len());
        for save in saves {
            let problem = save.problem.as_ref().map(serde_json::to_string).transpose().map_err(encode)?;
            rows.push((save, save.content.as_ref().map(body).transpose().map_err(encode)?, problem));
        }
        let mut tx = self.0.parts.db.write().await?;
        for (save, body, problem) in &rows {
            let at = (save.credential, &save.source);
            match body {
                Some(body) => {
                    snapshots::put(tx.conn(), at, save.taken_at, body, problem.as_deref()).await?;
                }
                None => snapshots::touch(tx.conn(), at, save.taken_at, problem.as_deref()).await?,
            }
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
        Content::Locations(locations) => serde_json::to_string(&**locations),
        Content::Kept(kept) => kept.to_json(),
    }
}
