//! Callers that go away in the middle of a write leave no lock behind.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use crate::world::{World, eager, fast};

/// Drops `future` when it has been polled `polls` times and is not ready.
pub async fn abandoned_after<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        left -= 1;
        if left == 0 { Poll::Ready(None) } else { Poll::Pending }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_while_a_write_begins_locks_nobody_out() {
    let world = World::begin(fast(), eager()).await;
    world.settled().await;
    let db = world.backend.db();
    for polls in (1..=8).cycle().take(64) {
        drop(abandoned_after(polls, db.write()).await);
    }
    db.write().await.unwrap().commit().await.unwrap();
    assert!(world.backend.ready().await);
}
