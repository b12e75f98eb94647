//! What one page of the server list costs with 10,000 servers, in microseconds. Run with `cargo bench -p backend`.

mod world;

use std::time::Instant;

use backend::Confirmed;
use domain::act::MOST_AT_ONCE;
use domain::ids::OperationId;
use domain::query::{Column, GroupBy, ServerQuery};
use simulators::SimOptions;
use uuid::Uuid;
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

/// One of every kind of condition, and some together.
const FILTERS: [&str; 22] = [
    "",
    "web",
    "-web",
    "name~1",
    "provider:elastis,virtua",
    "location:j",
    "status:r",
    "-status:running",
    "tag:web",
    "-tag:*",
    "image:debian",
    "plan:v",
    "ip:10.",
    "host:web",
    "key:main",
    "-is:locked",
    "is:stale",
    "is:pending",
    "cost>5eur",
    "created<30d",
    "vcpus>=2 ram>=2 disk>10",
    "web -status:error provider:virtua cost>0 ram>1 -tag:db",
];

/// Lists per combination; the middle one counts.
const FEW: usize = 15;

/// Every filter in every order and grouping: the slowest medians.
async fn slowest(world: &World) {
    let servers = world.backend.access(&world.actor).servers().unwrap().keys("");
    for (at, tags) in servers.chunks(MOST_AT_ONCE / 2).zip(["web, env:prod", "db, env:test"]) {
        let confirmed = Confirmed {
            operation: OperationId(Uuid::new_v4()),
            act: "server.tag".to_owned(),
            on: at.to_vec(),
            fields: [("tags", tags)].into_iter().collect(),
            typed: String::new(),
            password: None,
        };
        world.backend.access(&world.actor).acts().unwrap().run(confirmed).await.unwrap();
    }
    let sorts = Column::ALL.into_iter().map(Column::slug).chain(["name"]);
    let sorts: Vec<String> = sorts.flat_map(|sort| [sort.to_owned(), format!("-{sort}")]).collect();
    let mut found = Vec::new();
    for (search, sort) in FILTERS.into_iter().flat_map(|search| sorts.iter().map(move |sort| (search, sort)))
    {
        for group in GroupBy::ALL {
            let query = ServerQuery::from_parts(Some(search), Some(sort), Some(group.slug()), Some("1"));
            let mut times = Vec::with_capacity(FEW);
            for _ in 0..FEW {
                let began = Instant::now();
                std::hint::black_box(world.list(&query).await);
                times.push(began.elapsed());
            }
            times.sort_unstable();
            found.push((times[FEW / 2], query));
        }
    }
    found.sort_by_key(|(median, _)| std::cmp::Reverse(*median));
    println!("slowest of {} combinations of filter, order and group; median of {FEW}, µs", found.len());
    for (median, query) in found.iter().take(5) {
        let (sort, group) = (query.sort.slug(), query.group.slug());
        println!("{:8.0}   {:50} sort={sort} group={group}", median.as_secs_f64() * 1e6, query.search);
    }
}

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
    slowest(&world).await;
    world.backend.close().await;
}
