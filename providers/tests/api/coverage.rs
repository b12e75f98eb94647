//! Every operation that the providers document is driven by a client method and answered by a simulator.

use std::collections::BTreeSet;

use domain::provider::Brand;
use simulators::LogEntry;

use crate::common::{Deck, KINDS, fast, patient};

/// The project's list of operations; its columns are explained by its first line.
const OPERATIONS: &str = include_str!("../endpoints.tsv");

struct Operation {
    method: &'static str,
    path: &'static str,
    /// What the request carries: `none`, `query`, `form` or `json`.
    encoding: &'static str,
    /// Whether the location's slug stands before the path.
    located: bool,
}

fn documented(brand: Brand) -> Vec<Operation> {
    let rows = OPERATIONS.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    // Another way of asking for what a listed operation gives; the sources disagree, and the client takes one.
    let taken = |row: &Vec<&'static str>| !row[7].split(',').any(|tag| tag == "alternative");
    rows.filter(|row| row[0] == brand.slug() && taken(row))
        .map(|row| Operation {
            method: row[2],
            path: row[3].trim_end_matches('/'),
            encoding: row[5],
            located: row[7].split(',').any(|tag| tag == "location-specific"),
        })
        .collect()
}

/// Whether a request went to this operation, whatever location it named.
fn is(operation: &Operation, entry: &LogEntry, slugs: &[String]) -> bool {
    let mut sent: Vec<&str> = entry.path.trim_matches('/').split('/').collect();
    let mut wanted: Vec<&str> = operation.path.trim_matches('/').split('/').collect();
    for parts in [&mut sent, &mut wanted] {
        parts.retain(|part| *part != "v1");
    }
    if sent.first().is_some_and(|first| slugs.iter().any(|slug| slug == first)) {
        sent.remove(0);
    }
    let fits = |(want, have): (&&str, &&str)| want.starts_with('{') || want == have;
    entry.method == operation.method && sent.len() == wanted.len() && wanted.iter().zip(&sent).all(fits)
}

/// What of a request is not as the operation wants it, even where a lenient server would take it.
fn slip(brand: Brand, operation: &Operation, entry: &LogEntry, slugs: &[String]) -> Option<&'static str> {
    let slug = entry.path.split('/').any(|part| slugs.iter().any(|slug| slug == part));
    let bare = entry.body.is_empty() && entry.content_type.is_empty();
    let is = |kind: &str| entry.content_type.starts_with(kind) && entry.query.is_empty();
    // Virtua's sources disagree about its two forms; what is sent is JSON, for the reasons in `virtua/order.rs`.
    let encoding =
        if brand == Brand::Virtua && operation.encoding == "form" { "json" } else { operation.encoding };
    let as_wanted = match encoding {
        "form" => is("application/x-www-form-urlencoded") && !entry.body.contains(['+', ' ']),
        "json" => is("application/json") && serde_json::from_str::<serde_json::Value>(&entry.body).is_ok(),
        _ => bare,
    };
    if operation.located != slug {
        Some("the slug is not where it belongs in")
    } else if !as_wanted {
        Some("another encoding in")
    } else {
        None
    }
}

/// What a new simulated account is asked for by the walks through these nouns.
macro_rules! walked {
    ($kind:ident: $($noun:ident),+ $(,)?) => {{
        let mut log = Vec::new();
        $(
            let deck = Deck::start($kind, fast(), patient()).await;
            crate::$noun::walk(&deck).await;
            log.extend(deck.control().log());
        )+
        log
    }};
}

#[tokio::test]
async fn every_documented_operation_is_driven_and_simulated() {
    for kind in KINDS {
        let (brand, slugs) = {
            let deck = Deck::start(kind, fast(), patient()).await;
            (deck.brand, deck.slugs().await)
        };
        let operations = documented(brand);
        assert!(operations.len() >= 12, "{brand:?}: {}", operations.len());
        let log = walked!(kind: account, addresses, balancers, billing, buckets, cards, credit, databases,
            disks, invoices, networks, pricing, replicas, servers, tokens, usage);
        let mut missing = Vec::new();
        for operation in &operations {
            let mut sent = log.iter().filter(|entry| is(operation, entry, &slugs)).peekable();
            let why = if sent.peek().is_none() {
                "no client method drives"
            } else if sent.any(|entry| entry.status.is_some_and(|status| (200..300).contains(&status))) {
                continue;
            } else {
                "no simulator answers"
            };
            missing.push(format!("{why} {} {}", operation.method, operation.path));
        }
        for operation in &operations {
            let sent = log.iter().filter(|entry| is(operation, entry, &slugs));
            let slips: BTreeSet<_> = sent.filter_map(|entry| slip(brand, operation, entry, &slugs)).collect();
            missing
                .extend(slips.iter().map(|what| format!("{what} {} {}", operation.method, operation.path)));
        }
        assert!(missing.is_empty(), "{brand:?}:\n{}", missing.join("\n"));
    }
}
