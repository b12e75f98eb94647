//! What can stand in place of the last word of a search: qualifiers, and the values that the team's servers have.

use std::collections::BTreeMap;

use domain::query::{Figure, Is, Partial, QUALIFIERS, Qualifier, Term, Test, Text};
use domain::view::Completion;

use super::names::Names;
use super::search::{Present, Search};
use super::table::TeamServers;

/// Most completions at once.
const MOST: usize = 12;

/// Values of one text that are looked through: of host names every server has its own.
const MOST_VALUES: usize = 2000;

/// Texts whose values are offered for a word without a qualifier.
const OFFERED: [Text; 5] = [Text::Status, Text::Provider, Text::Location, Text::Tag, Text::Image];

/// Figures in words, for a beginning.
const EXAMPLES: [(Figure, &[&str]); 5] = [
    (Figure::Cost, &["10", "10eur", "500000idr"]),
    (Figure::Vcpus, &["2", "4", "8"]),
    (Figure::Ram, &["2", "8", "32"]),
    (Figure::Disk, &["50", "100", "500"]),
    (Figure::Created, &["1d", "7d", "30d", "1y"]),
];

impl TeamServers {
    /// Completions of the last word of `search`, at most 12, what many servers have first.
    pub(crate) fn complete(&self, search: &str, present: &Present<'_>) -> Vec<Completion> {
        let partial = Partial::of(search);
        let mut found = if partial.qualifier.is_empty() {
            self.of_word(&partial, present)
        } else {
            self.of_value(&partial, present)
        };
        found.truncate(MOST);
        found
    }

    /// Qualifiers that begin so, then values that begin so.
    fn of_word(&self, partial: &Partial<'_>, present: &Present<'_>) -> Vec<Completion> {
        let begins = QUALIFIERS.iter().filter(|known| known.text.starts_with(&partial.value));
        let mut found: Vec<_> =
            begins.map(|known| completion(partial, known.text, "", known.note.to_owned())).collect();
        if !partial.value.is_empty() {
            for text in OFFERED {
                found.extend(self.values(text, partial, text.qualifier(), present));
            }
        }
        found
    }

    /// Values for the qualifier that was typed.
    fn of_value(&self, partial: &Partial<'_>, present: &Present<'_>) -> Vec<Completion> {
        let name = partial.qualifier.trim_end_matches([':', '~', '<', '>', '=']);
        let plain = format!("{}:", name.to_lowercase());
        if let Some(text) = Text::ALL.into_iter().find(|text| text.qualifier().replace('~', ":") == plain) {
            return self.values(text, partial, partial.qualifier, present);
        }
        if plain == "is:" {
            let slugs = Is::ALL.into_iter().filter(|is| is.slug().starts_with(&partial.value));
            let offer = |is: Is| {
                let count = self.count(&Term { without: false, test: Test::Is(vec![is]) }, present);
                completion(partial, "is:", is.slug(), servers(count))
            };
            return slugs.map(offer).collect();
        }
        let examples = EXAMPLES.iter().find(|(figure, _)| figure.name() == name.to_lowercase());
        let Some((figure, examples)) = examples else { return Vec::new() };
        let note = |known: &&Qualifier| known.text.starts_with(figure.name());
        let note = QUALIFIERS.iter().find(note).map(|known| known.note).unwrap_or_default();
        let begins = examples.iter().filter(|example| example.starts_with(partial.value.as_str()));
        begins.map(|example| completion(partial, partial.qualifier, example, note.to_owned())).collect()
    }

    /// Values of `text` that fit what was typed, what many servers have first.
    fn values(
        &self,
        text: Text,
        partial: &Partial<'_>,
        qualifier: &str,
        present: &Present<'_>,
    ) -> Vec<Completion> {
        let mut values: Vec<(String, u32)> = self.counts(text).into_iter().collect();
        let inside = matches!(text, Text::Name | Text::Image | Text::Plan | Text::Host);
        values.retain(|(value, _)| {
            !value.is_empty()
                && (value.starts_with(&partial.value) || inside && value.contains(&partial.value))
        });
        values.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
        values.truncate(MOST);
        let offer = |(value, _): (String, u32)| {
            // What the term finds, which may be more than what has just this value.
            let test = Test::Text(text, vec![value.clone()]);
            let count = self.count(&Term { without: false, test }, present);
            completion(partial, qualifier, &value, servers(count))
        };
        values.into_iter().map(offer).collect()
    }

    /// Values of a text in lower case, and how many servers have each.
    fn counts(&self, text: Text) -> BTreeMap<String, u32> {
        let (rows, shared) = (&self.table.rows, &self.table.shared);
        let facets = |at: usize| {
            let facets = self.facets().get(at).copied().unwrap_or_default();
            let value = |term: &str| {
                term.split_once(':').map(|(_, value)| value.replace('"', "")).unwrap_or_default()
            };
            facets.iter().map(|facet| (value(&facet.term), facet.count)).collect()
        };
        let words = |names: &Names, number: fn(&super::Entry) -> Option<u32>| {
            let mut counts = vec![0_u32; names.words().len()];
            for number in rows.iter().filter_map(number) {
                if let Some(count) = counts.get_mut(number as usize) {
                    *count += 1;
                }
            }
            names.words().iter().cloned().zip(counts).take(MOST_VALUES).collect()
        };
        match text {
            Text::Status => facets(0),
            Text::Provider => facets(1),
            Text::Location => facets(2),
            Text::Tag => facets(3),
            Text::Image => words(&shared.images, |row| row.image),
            Text::Plan => words(&shared.plans, |row| row.plan),
            Text::Host => words(&shared.hosts, |row| row.host),
            Text::Key => {
                let mut counts = BTreeMap::new();
                for source in rows.iter().filter_map(|row| self.source(row)) {
                    *counts.entry(source.label.to_lowercase()).or_default() += 1;
                }
                counts
            }
            Text::Name => rows.iter().take(MOST_VALUES).map(|row| (row.name().to_owned(), 1)).collect(),
            Text::Ip => {
                let rows = rows.iter().take(MOST_VALUES);
                rows.flat_map(|row| row.ips.split_whitespace()).map(|ip| (ip.to_owned(), 1)).collect()
            }
        }
    }

    /// How many servers meet a term.
    fn count(&self, term: &Term, present: &Present<'_>) -> usize {
        let terms = std::slice::from_ref(term);
        let search = Search::new(terms, self, present);
        (0..).zip(&self.table.rows).filter(|(place, row)| search.meets(*place, row)).count()
    }
}

fn completion(partial: &Partial<'_>, qualifier: &str, value: &str, note: String) -> Completion {
    let (search, term) = partial.with(qualifier, value);
    Completion { search, term, note }
}

fn servers(count: usize) -> String {
    if count == 1 { "1 server".to_owned() } else { format!("{count} servers") }
}
