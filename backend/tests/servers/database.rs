//! Callers that go away in the middle of a write leave no lock behind.

use std::pin::pin;

use futures::future::{Either, select};

use crate::world::{World, eager, fast};

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_while_a_write_begins_locks_nobody_out() {
    let world = World::begin(fast(), eager()).await;
    let db = world.backend.db();
    for patience in 0..120 {
        let going_away = pin!(async {
            for _ in 0..patience {
                tokio::task::yield_now().await;
            }
        });
        if let Either::Left((Ok(tx), _)) = select(pin!(db.write()), going_away).await {
            drop(tx);
        }
    }
    db.write().await.unwrap().commit().await.unwrap();
    assert!(world.backend.ready().await);
}
