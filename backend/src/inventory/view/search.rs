//! Search terms made ready for one table: conditions on shared words are decided once, the rest are substring searches.

use domain::provider::Brand;
use domain::query::Term;
use memchr::memmem::Finder;

use super::entry::{Entry, PARTS, Shared};

/// One condition.
enum Test<'t> {
    /// Anywhere in the row's text.
    Word(Finder<'t>),
    /// In the name.
    Name(Finder<'t>),
    /// At the beginning of an address.
    Ip(Finder<'static>),
    Brand([bool; Brand::ALL.len()]),
    Location(Vec<bool>),
    State(Vec<bool>),
    Image(Vec<bool>),
    Plan(Vec<bool>),
}

/// All conditions of a search; a row has to meet every one.
pub(super) struct Search<'t>(Vec<Test<'t>>);

impl<'t> Search<'t> {
    /// Reads `terms`, whose values are lower case.
    pub(super) fn new(terms: &'t [Term], shared: &Shared) -> Self {
        Self(terms.iter().map(|term| Test::new(term, shared)).collect())
    }

    /// Whether the row meets every condition.
    pub(super) fn meets(&self, row: &Entry) -> bool {
        self.0.iter().all(|test| test.meets(row))
    }
}

impl<'t> Test<'t> {
    fn new(term: &'t Term, shared: &Shared) -> Self {
        match term {
            Term::Word(word) => Self::Word(Finder::new(word)),
            Term::Name(part) => Self::Name(Finder::new(part)),
            Term::Ip(start) => Self::Ip(Finder::new(&format!(" {start}")).into_owned()),
            Term::Provider(start) => Self::Brand(Brand::ALL.map(|brand| {
                let capitals: String = brand.name().chars().filter(char::is_ascii_uppercase).collect();
                [brand.slug(), brand.name(), brand.monogram(), &capitals]
                    .iter()
                    .any(|name| name.to_lowercase().starts_with(start))
            })),
            Term::Location(start) => Self::Location(
                shared.locations.which(|place| place.split(PARTS).any(|name| name.starts_with(start))),
            ),
            Term::Status(start) => {
                Self::State(shared.states.which(|state| state.to_lowercase().starts_with(start)))
            }
            Term::Image(part) => Self::Image(shared.images.which(|image| image.contains(part))),
            Term::Plan(part) => Self::Plan(shared.plans.which(|plan| plan.contains(part))),
        }
    }

    fn meets(&self, row: &Entry) -> bool {
        let has = |set: &[bool], number: Option<u32>| {
            number.and_then(|number| set.get(number as usize)).copied().unwrap_or_default()
        };
        match self {
            Self::Word(finder) => finder.find(row.haystack.as_bytes()).is_some(),
            Self::Name(finder) => finder.find(row.name().as_bytes()).is_some(),
            Self::Ip(finder) => finder.find(row.ips.as_bytes()).is_some(),
            Self::Brand(set) => {
                Brand::ALL.iter().zip(set).any(|(brand, wanted)| *wanted && *brand == row.brand)
            }
            Self::Location(set) => has(set, Some(row.location)),
            Self::State(set) => has(set, Some(row.state)),
            Self::Image(set) => has(set, row.image),
            Self::Plan(set) => has(set, row.plan),
        }
    }
}
