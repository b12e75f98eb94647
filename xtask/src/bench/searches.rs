//! How long the list's server function takes with every kind of filter in every order: the slowest of them.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::http;
use super::process::Server;

/// One of every kind of condition, and some together.
const FILTERS: [&str; 16] = [
    "",
    "web",
    "-web",
    "name~1",
    "provider:elastis,virtua",
    "location:j",
    "-status:running",
    "-tag:*",
    "image:debian",
    "ip:10.",
    "host:web",
    "-is:stale",
    "is:pending",
    "cost>5eur",
    "created<30d",
    "web -status:error provider:virtua cost>0 ram>1 -tag:db",
];

/// The slugs of the list's orders.
const SORTS: [&str; 18] = [
    "name",
    "state",
    "provider",
    "tags",
    "addresses",
    "hostname",
    "image",
    "plan",
    "vcpus",
    "memory",
    "disk",
    "backups",
    "key",
    "note",
    "created",
    "cost-hour",
    "cost",
    "age",
];

/// Requests per combination; the middle one counts.
const FEW: usize = 11;

/// Asks for every combination and prints the slowest.
pub fn measure(server: &Server, cookie: &str) -> Result<()> {
    let mut slowest = (Duration::ZERO, String::new());
    for filter in FILTERS {
        for sort in SORTS {
            let median = median(server, cookie, filter, sort)?;
            if median > slowest.0 {
                slowest = (median, format!("q={filter} sort=-{sort}"));
            }
        }
    }
    let (median, query) = slowest;
    println!(
        "  slowest of all filters and sorts (goal: p50 15 ms)\n    p50 {:.1} ms with {query}",
        median.as_secs_f64() * 1e3
    );
    Ok(())
}

/// The page as a document takes the rendering of its rows besides; this is the data alone, connection included.
fn median(server: &Server, cookie: &str, filter: &str, sort: &str) -> Result<Duration> {
    let by = if sort == "name" {
        "\"Name\"".to_owned()
    } else {
        format!("{{\"Column\":\"{}\"}}", sort.replace('-', "_"))
    };
    let body = format!(
        "{{\"query\":{{\"search\":\"{filter}\",\"sort\":{{\"by\":{by},\"descending\":true}},\"group\":\"nothing\",\"page\":1}}}}"
    );
    let headers = [
        ("Cookie", cookie),
        ("Content-Type", "application/json"),
        ("Accept", "application/json"),
        ("Origin", server.url.as_str()),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    let mut times = Vec::with_capacity(FEW);
    for _ in 0..FEW {
        let began = Instant::now();
        let answer = http::send(&server.url, "POST", "/api/servers/list", &headers, &body)?;
        times.push(began.elapsed());
        if answer.status != 200 {
            bail!(
                "the list with {filter:?} by {sort} answers with status {}: {}",
                answer.status,
                answer.body
            );
        }
    }
    times.sort_unstable();
    Ok(times.get(FEW / 2).copied().unwrap_or_default())
}
