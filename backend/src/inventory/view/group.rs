//! Rows under headings: by provider, location or tag, the headings in the order of their labels.

use std::collections::HashMap;
use std::ops::Range;

use domain::provider::Brand;
use domain::query::{GroupBy, Text};
use domain::view::Group;

use super::build::term;
use super::entry::PARTS;
use super::table::TeamServers;

/// Rows in the order of their groups.
#[derive(Debug, Default)]
pub(super) struct Grouped {
    /// The places of rows; a server with two tags stands at two of them.
    pub(super) places: Vec<u32>,
    groups: Vec<Heading>,
}

/// One group.
#[derive(Debug)]
struct Heading {
    label: String,
    term: String,
    /// Its rows in [`Grouped::places`].
    rows: Range<usize>,
}

/// A group while its rows are gathered.
struct Bucket {
    label: String,
    term: String,
    places: Vec<u32>,
}

impl Bucket {
    fn new(label: &str, text: Text, value: &str) -> Self {
        Self { label: label.to_owned(), term: term(text, value), places: Vec::new() }
    }
}

impl TeamServers {
    /// Puts the rows at `places` into groups, in which they keep their order.
    pub(super) fn grouped(&self, by: GroupBy, places: Vec<u32>) -> Grouped {
        let (mut buckets, rest) = match by {
            GroupBy::Nothing => return Grouped { places, groups: Vec::new() },
            GroupBy::Provider => (self.by_brand(&places), None),
            GroupBy::Location => (self.by_location(&places), None),
            GroupBy::Tag => {
                let (buckets, untagged) = self.by_tag(&places);
                (buckets, Some(untagged))
            }
        };
        buckets.sort_by_cached_key(|bucket| bucket.label.to_lowercase());
        let mut grouped = Grouped::default();
        for Bucket { label, term, places } in buckets.into_iter().chain(rest) {
            if places.is_empty() {
                continue;
            }
            let first = grouped.places.len();
            grouped.places.extend(places);
            grouped.groups.push(Heading { label, term, rows: first..grouped.places.len() });
        }
        grouped
    }

    /// The headings of the rows `here`, which are one page.
    pub(super) fn headings(&self, grouped: &Grouped, here: &Range<usize>) -> Vec<Group> {
        let on_page =
            grouped.groups.iter().filter(|group| group.rows.start < here.end && group.rows.end > here.start);
        let heading = |group: &Heading| {
            let places = grouped.places.get(group.rows.clone()).unwrap_or_default();
            Group {
                label: group.label.clone(),
                term: group.term.clone(),
                first: number(group.rows.start.saturating_sub(here.start)),
                count: number(group.rows.len()),
                totals: self.sums(places).totals.into_iter().map(|total| total.month).collect(),
            }
        };
        on_page.map(heading).collect()
    }

    fn by_brand(&self, places: &[u32]) -> Vec<Bucket> {
        let of_brand = |brand: Brand| {
            let is_of =
                |place: &&u32| self.table.rows.get(**place as usize).is_some_and(|row| row.brand == brand);
            let bucket = Bucket::new(brand.name(), Text::Provider, brand.slug());
            Bucket { places: places.iter().filter(is_of).copied().collect(), ..bucket }
        };
        Brand::ALL.into_iter().map(of_brand).collect()
    }

    /// By slug: two brands may have a location of one name, and the search term means both.
    fn by_location(&self, places: &[u32]) -> Vec<Bucket> {
        let mut buckets: Vec<Bucket> = Vec::new();
        let mut by_slug: HashMap<&str, usize> = HashMap::new();
        let mut names: HashMap<usize, Vec<&str>> = HashMap::new();
        let words = self.table.shared.locations.words();
        let mut by_word: Vec<Option<usize>> = vec![None; words.len()];
        for place in places {
            let Some(row) = self.table.rows.get(*place as usize) else { continue };
            let word = row.location as usize;
            let known = by_word.get(word).copied().flatten();
            let at = known.unwrap_or_else(|| {
                let slug = words.get(word).and_then(|word| word.split(PARTS).next()).unwrap_or_default();
                let location = &row.server.location;
                let name = if location.name.is_empty() { &location.slug } else { &location.name };
                let at = *by_slug.entry(slug).or_insert_with(|| {
                    buckets.push(Bucket::new("", Text::Location, &location.slug));
                    buckets.len() - 1
                });
                // Where the brands call it differently, the heading has both names.
                let names = names.entry(at).or_default();
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
                at
            });
            if let Some(known) = by_word.get_mut(word) {
                *known = Some(at);
            }
            if let Some(bucket) = buckets.get_mut(at) {
                bucket.places.push(*place);
            }
        }
        for (at, mut names) in names {
            names.sort_unstable();
            if let Some(bucket) = buckets.get_mut(at) {
                bucket.label = names.join(" / ");
            }
        }
        buckets
    }

    /// One for each tag, and what has none.
    fn by_tag(&self, places: &[u32]) -> (Vec<Bucket>, Bucket) {
        let tags = self.marked.tags.words().iter();
        let mut buckets: Vec<Bucket> = tags.map(|tag| Bucket::new(tag, Text::Tag, tag)).collect();
        let mut untagged = Bucket { label: String::new(), term: "-tag:*".to_owned(), places: Vec::new() };
        for place in places {
            let tags = self.marked.at(*place).map(|row| row.tags.as_slice()).unwrap_or_default();
            for tag in tags {
                if let Some(bucket) = buckets.get_mut(*tag as usize) {
                    bucket.places.push(*place);
                }
            }
            if tags.is_empty() {
                untagged.places.push(*place);
            }
        }
        (buckets, untagged)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
