//! How long one round of reads takes over providers that answer in 50, 300 and 800 ms. Run with `cargo bench -p backend`.

mod world;

use std::time::{Duration, Instant};

use domain::query::ServerQuery;
use simulators::SimOptions;
use world::World;

/// Rounds; Virtua's allowance takes a few in a row. The middle one counts.
const ROUNDS: usize = 5;

#[tokio::main]
async fn main() {
    let simulated = [50, 300, 800]
        .map(|latency| SimOptions { read_latency: Duration::from_millis(latency), ..SimOptions::default() });
    let world = World::start(simulated, 23).await;
    let query = ServerQuery::default();
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let before = world.list(&query).await.rows.into_iter().filter_map(|row| row.taken_at).max();
        // Sources may be asked for once a second; the pause is not part of the round.
        tokio::time::sleep(Duration::from_millis(1100)).await;
        let began = Instant::now();
        world.backend.access(&world.actor).servers().unwrap().refresh(None).await.unwrap();
        while !world.list(&query).await.rows.iter().all(|row| row.taken_at > before) {
            assert!(began.elapsed() < Duration::from_secs(30), "the round did not end");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        times.push(began.elapsed());
    }
    times.sort_unstable();
    println!("slowest provider 800 ms; median round of {ROUNDS}: {} ms", times[ROUNDS / 2].as_millis());
    world.backend.close().await;
}
