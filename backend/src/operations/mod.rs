//! Every change: journalled before it is sent, sent exactly once, followed to its end, settled by reading or by a person
//! when the end is not known.

mod begin;
mod follow;
mod goal;
mod journal;
mod judge;
mod keep;
mod last_look;
pub(crate) mod machine;
mod made;
mod open;
mod reconcile;
mod recover;
mod same;
mod settle;
mod sight;
mod take_back;
pub(crate) mod task;
mod turns;
mod view;
mod waits;
pub(crate) mod words;
mod worker;

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::Instrument;

pub(crate) use settle::{TO_CHECK, to_settle};
pub(crate) use view::row;

use crate::db::operations::Operation;
use crate::error::Result;
use crate::inventory::{Inventory, OperationPace, Parts};
use open::Open;
use providers::family::Secrets;
use turns::Turns;
use waits::Waits;

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct Operations(Arc<Inner>);

struct Inner {
    parts: Parts,
    inventory: Inventory,
    open: Open,
    turns: Turns,
    waits: Waits,
    /// Workers with a request on its way or about to be; closing waits for these.
    workers: Mutex<JoinSet<()>>,
    stop: watch::Sender<bool>,
}

impl Operations {
    /// The journal as the database last knew it. What was sent without an answer is unknown from here on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn open(parts: Parts, inventory: Inventory) -> Result<Self> {
        let operations = Self(Arc::new(Inner {
            parts,
            inventory,
            open: Open::default(),
            turns: Turns::default(),
            waits: Waits::default(),
            workers: Mutex::default(),
            stop: watch::Sender::new(false),
        }));
        operations.mark_interrupted().await?;
        Ok(operations)
    }

    /// Takes no more changes and waits for requests on their way, up to the limit. What is not answered by then is
    /// dropped and unknown at the next start.
    pub(crate) async fn close(&self) {
        self.0.stop.send_replace(true);
        let mut workers = std::mem::take(&mut *self.0.workers.lock().unwrap_or_else(PoisonError::into_inner));
        let drained = timeout(self.pace().drain, async { while workers.join_next().await.is_some() {} });
        if drained.await.is_err() {
            tracing::warn!(left = workers.len(), "closing without the answer to some requests");
        }
    }

    fn pace(&self) -> &OperationPace {
        self.0.inventory.pace()
    }

    fn is_closing(&self) -> bool {
        *self.0.stop.borrow()
    }

    /// Starts a worker that closing waits for.
    fn spawn_worker(&self, operation: Operation, secrets: Secrets) {
        let mut workers = self.0.workers.lock().unwrap_or_else(PoisonError::into_inner);
        // Reaps those that have ended.
        while workers.try_join_next().is_some() {}
        workers.spawn(self.clone().work(operation, secrets));
    }

    /// Sleeps; false when the operations are being closed.
    async fn pause(&self, span: Duration) -> bool {
        let mut stop = self.0.stop.subscribe();
        timeout(span, stop.wait_for(|stop| *stop)).await.is_err()
    }
}

/// Does `work` to its end even when its caller is dropped, as a request is whose browser goes away: what was stored
/// has to be known in memory and worked on as well.
async fn to_its_end<T: Send + 'static>(work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(work.in_current_span()).await?
}

impl std::fmt::Debug for Operations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operations").finish_non_exhaustive()
    }
}
