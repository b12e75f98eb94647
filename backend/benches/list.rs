//! What one page of the server list costs with 10,000 servers, in microseconds. Run with `cargo bench -p backend`.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend::demo::DemoKey;
use backend::{Backend, Config, MasterKeySource, Session};
use domain::policy::Role;
use domain::provider::Brand;
use domain::query::ServerQuery;
use simulators::{SimKind, SimOptions};

/// Servers at each of the three providers; 10,000 in all.
const SERVERS: [usize; 3] = [3334, 3333, 3333];

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
    let folder = tempfile::tempdir().unwrap();
    let master_key = MasterKeySource::FileOrNew(folder.path().join("key").join("master.key"));
    let mut config = Config::new(folder.path().join("data"), master_key);
    config.demo = true;
    // One read and no more: the figures are those of lists alone.
    config.refresh.idle = Duration::from_secs(3600);
    config.refresh.watched = Duration::from_secs(3600);
    let mut simulators = Vec::new();
    for (kind, servers) in SimKind::ALL.into_iter().zip(SERVERS) {
        let options = SimOptions { servers: Some(servers), ..SimOptions::default() };
        let simulator = simulators::start(kind, (Ipv4Addr::LOCALHOST, 0).into(), options).await.unwrap();
        let brand = Brand::from_slug(kind.name()).unwrap();
        let url = simulator.base_url().parse().unwrap();
        config.provider_options = config.provider_options.with_base_url(brand, url);
        simulators.push((brand, simulator));
    }
    let backend = Backend::open(config).await.unwrap();
    let keys: Vec<_> = simulators
        .iter()
        .map(|(brand, simulator)| DemoKey { brand: *brand, key: simulator.kind().demo_key().into() })
        .collect();
    let accounts = backend.seed_demo(&keys).await.unwrap();
    let viewer = accounts.iter().find(|account| account.role == Role::Viewer).unwrap();
    let session = Session::new(None, Arc::new(backend.session_store()), None);
    let ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
    backend.sign_in(&session, &viewer.email, viewer.password.as_str().into(), ip).await.unwrap();
    let actor = backend.actor(&session, "bench".to_owned(), ip).await.unwrap().unwrap();
    backend.start_background();
    let reader = backend.access(&actor).servers().unwrap();
    let began = Instant::now();
    while reader.list(&ServerQuery::default()).await.unwrap().total < 10_000 {
        assert!(began.elapsed() < Duration::from_secs(120), "the simulators were not read");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    println!("10,000 servers; median of {ROUNDS}, µs per list");
    for (name, search, sort, page) in QUERIES {
        let query = ServerQuery::from_parts(Some(search), Some(sort), Some(page));
        let mut times = Vec::with_capacity(ROUNDS);
        let mut matched = 0;
        for _ in 0..ROUNDS {
            let began = Instant::now();
            matched = std::hint::black_box(reader.list(&query).await.unwrap()).matched;
            times.push(began.elapsed());
        }
        times.sort_unstable();
        let median = times[ROUNDS / 2].as_secs_f64() * 1e6;
        println!("{name:32}{median:8.0}   {matched:6} match");
    }
    backend.close().await;
}
