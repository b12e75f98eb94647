//! Builds a table: rows by name, orders, facets and sums.

use std::collections::BTreeMap;

use domain::ids::ServerKey;
use domain::provider::Brand;
use domain::query::{Text, quoted};
use domain::server::ServerState;
use domain::view::Facet;

use super::entry::{Entry, Shared};
use super::order::{Orders, urgency};
use super::select::Sums;
use super::table::{SourceFacts, Table};
use crate::inventory::source::Row;

/// Sorts and counts `rows`, each with the place of its source.
pub(super) fn table(sources: &[SourceFacts], rows: Vec<(u32, ServerKey, Row)>) -> Table {
    let mut shared = Shared::default();
    let mut entries: Vec<Entry> = rows
        .into_iter()
        .filter_map(|(place, key, row)| {
            let source = sources.get(place as usize)?;
            Some(Entry::new(key, row.server, row.read_at, place, (source.brand, &source.label), &mut shared))
        })
        .collect();
    // The key settles the order of equal names, so that pages do not shuffle them.
    entries.sort_unstable_by(|a, b| a.name().cmp(b.name()).then_with(|| a.key.cmp(&b.key)));
    Table {
        by_key: (0..).zip(&entries).map(|(place, entry)| (entry.key.clone(), place)).collect(),
        orders: Orders::default(),
        sums: Sums::of(entries.iter(), &shared),
        states: states(entries.iter()),
        brands: brands(&entries),
        locations: locations(&entries),
        shared,
        rows: entries,
    }
}

/// How many of `rows` are in each state, the urgent ones first.
pub(super) fn states<'e>(rows: impl Iterator<Item = &'e Entry>) -> Vec<Facet> {
    let mut counts: BTreeMap<(u8, &ServerState), u32> = BTreeMap::new();
    for row in rows {
        *counts.entry((urgency(&row.server.state), &row.server.state)).or_default() += 1;
    }
    let facet = |((_, state), count): ((u8, &ServerState), u32)| Facet {
        term: term(Text::Status, state.word()),
        label: capitalised(state.word()),
        count,
    };
    counts.into_iter().map(facet).collect()
}

fn brands(rows: &[Entry]) -> Vec<Facet> {
    let mut counts: BTreeMap<Brand, u32> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.brand).or_default() += 1;
    }
    let facet = |(brand, count): (Brand, u32)| Facet {
        term: term(Text::Provider, brand.slug()),
        label: brand.name().to_owned(),
        count,
    };
    counts.into_iter().map(facet).collect()
}

/// By slug: two brands may have a location of one name, and the search term means both.
fn locations(rows: &[Entry]) -> Vec<Facet> {
    let mut counts: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
    for row in rows {
        let location = &row.server.location;
        counts.entry(&location.slug).or_insert((&location.name, 0)).1 += 1;
    }
    let facet = |(slug, (name, count)): (&str, (&str, u32))| Facet {
        term: term(Text::Location, slug),
        label: name.to_owned(),
        count,
    };
    counts.into_iter().map(facet).collect()
}

/// A search term.
pub(super) fn term(text: Text, value: &str) -> String {
    format!("{}{}", text.qualifier(), quoted(&value.to_lowercase()))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
