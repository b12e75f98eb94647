//! What one page of the server list costs with 10,000 servers, in microseconds. Run with `cargo bench -p backend`.

mod world;

use std::time::Instant;

use domain::query::ServerQuery;
use simulators::SimOptions;
use world::World;

/// Lists per figure; the middle one counts.
const ROUNDS: usize = 301;

const QUERIES: [(&str, &str, &str, &str); 9] = [
    ("default page", "", "name", "1"),
    ("last page", "", "name", "200"),
    ("by cost, largest first", "", "-cost", "1"),
    ("by age", "", "age", "1"),
    ("one word", "web", "name", "1"),
    ("a word that matches nothing", "zzzzzz", "name", "1"),
    ("provider and state", "provider:elastis status:running", "name", "1"),
    ("address", "ip:10.", "size", "1"),
    ("four terms, by age", "web status:r location:j name~1", "-age", "1"),
];

#[tokio::main]
async fn main() {
    let simulated =
        [3334, 3333, 3333].map(|servers| SimOptions { servers: Some(servers), ..SimOptions::default() });
    let world = World::start(simulated, 10_000).await;
    println!("10,000 servers; median of {ROUNDS}, µs per list");
    for (name, search, sort, page) in QUERIES {
        let query = ServerQuery::from_parts(Some(search), Some(sort), None, Some(page));
        let mut times = Vec::with_capacity(ROUNDS);
        let mut matched = 0;
        for _ in 0..ROUNDS {
            let began = Instant::now();
            matched = std::hint::black_box(world.list(&query).await).matched;
            times.push(began.elapsed());
        }
        times.sort_unstable();
        let median = times[ROUNDS / 2].as_secs_f64() * 1e6;
        println!("{name:32}{median:8.0}   {matched:6} match");
    }
    world.backend.close().await;
}
