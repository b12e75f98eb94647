//! Search terms made ready for one table: conditions on shared words are decided once, the rest are substring searches and
//! comparisons.

use domain::Timestamp;
use domain::ids::ServerKey;
use domain::provider::Brand;
use domain::query::{Compare, Figure, Is, Term, Test, Text};
use memchr::memmem::Finder;
use rust_decimal::Decimal;

use super::entry::{Entry, PARTS};
use super::names::Names;
use super::table::TeamServers;

/// What a search depends on besides the table.
pub(crate) struct Present<'p> {
    /// The time.
    pub(crate) now: Timestamp,
    /// Whether a change of a server is under way.
    pub(crate) pending: &'p dyn Fn(&ServerKey) -> bool,
}

/// One test, made ready.
enum Check<'t> {
    /// Anywhere in the row's text, or in one of its tags.
    Word(Box<Finder<'t>>, Vec<bool>),
    /// One of these in the name.
    Name(Vec<Finder<'t>>),
    /// One of these at the beginning of an address.
    Ip(Vec<Finder<'static>>),
    Brand([bool; Brand::ALL.len()]),
    /// The number of a shared word is among these.
    Shared(fn(&Entry) -> Option<u32>, Vec<bool>),
    /// One of the tags is among these.
    Tag(Vec<bool>),
    Is(&'t [Is]),
    /// The cost, in one of these currencies.
    Cost(Compare, Decimal, Vec<bool>),
    /// A number that the table holds.
    Number(fn(&Entry) -> Option<i64>, Compare, Decimal),
    /// How long ago it was made, in milliseconds.
    Age(Compare, Decimal),
}

/// All conditions of a search; a row has to meet every one.
pub(super) struct Search<'t> {
    view: &'t TeamServers,
    present: &'t Present<'t>,
    /// With whether the opposite is wanted.
    checks: Vec<(bool, Check<'t>)>,
}

impl<'t> Search<'t> {
    /// Makes `terms` ready.
    pub(super) fn new(terms: &'t [Term], view: &'t TeamServers, present: &'t Present<'t>) -> Self {
        let checks = terms.iter().map(|term| (term.without, Check::new(&term.test, view))).collect();
        Self { view, present, checks }
    }

    /// Whether the row at `place` meets every condition.
    pub(super) fn meets(&self, place: u32, row: &Entry) -> bool {
        self.checks.iter().all(|(without, check)| self.check(check, place, row) != *without)
    }

    fn check(&self, check: &Check<'_>, place: u32, row: &Entry) -> bool {
        let found = |finder: &Finder<'_>, text: &str| finder.find(text.as_bytes()).is_some();
        let tagged = |set: &[bool]| {
            self.view.marked.at(place).is_some_and(|row| row.tags.iter().any(|tag| is_in(set, Some(*tag))))
        };
        match check {
            Check::Word(word, tags) => found(word, &row.haystack) || tagged(tags),
            Check::Name(parts) => parts.iter().any(|part| found(part, row.name())),
            Check::Ip(starts) => starts.iter().any(|start| found(start, &row.ips)),
            Check::Brand(set) => {
                Brand::ALL.iter().zip(set).any(|(brand, wanted)| *wanted && *brand == row.brand)
            }
            Check::Shared(number, set) => is_in(set, number(row)),
            Check::Tag(set) => tagged(set),
            Check::Is(values) => values.iter().any(|is| self.is(*is, place, row)),
            Check::Cost(compare, value, currencies) => {
                let price = row.server.price.as_ref();
                is_in(currencies, row.currency)
                    && price.is_some_and(|price| compare.holds(&price.month.amount, value))
            }
            Check::Number(number, compare, value) => {
                number(row).is_some_and(|number| compare.holds(&Decimal::from(number), value))
            }
            Check::Age(compare, value) => row
                .server
                .created_at
                .is_some_and(|at| compare.holds(&Decimal::from(self.present.now.since_ms(at)), value)),
        }
    }

    fn is(&self, is: Is, place: u32, row: &Entry) -> bool {
        match is {
            Is::Locked => self.view.marked.at(place).is_some_and(|row| row.mark.lock.is_some()),
            Is::Stale => self.view.is_stale(row, self.present.now),
            Is::Pending => (self.present.pending)(&row.key),
        }
    }
}

fn is_in(set: &[bool], number: Option<u32>) -> bool {
    number.and_then(|number| set.get(number as usize)).copied().unwrap_or_default()
}

impl<'t> Check<'t> {
    fn new(test: &'t Test, view: &TeamServers) -> Self {
        match test {
            Test::Word(word) => Self::Word(
                Box::new(Finder::new(word)),
                view.marked.tags.which(|tag| tag.contains(word.as_str())),
            ),
            Test::Text(text, values) => Self::text(*text, values, view),
            Test::Is(values) => Self::Is(values),
            Test::Figure { figure: Figure::Cost, compare, value, currency } => {
                let wanted = |code: &str| currency.as_ref().is_none_or(|currency| currency == code);
                Self::Cost(*compare, *value, view.table.shared.currencies.which(wanted))
            }
            Test::Figure { figure, compare, value, .. } => {
                let scaled = |factor: i64| value.checked_mul(Decimal::from(factor)).unwrap_or(Decimal::MAX);
                let number: fn(&Entry) -> Option<i64> = match figure {
                    Figure::Created => return Self::Age(*compare, scaled(3_600_000)),
                    Figure::Ram => {
                        let mib: fn(&Entry) -> Option<i64> = |row| row.server.memory_mib.map(i64::from);
                        return Self::Number(mib, *compare, scaled(1024));
                    }
                    Figure::Disk => |row| row.server.disk_gib.map(i64::from),
                    Figure::Vcpus | Figure::Cost => |row| row.server.vcpus.map(i64::from),
                };
                Self::Number(number, *compare, *value)
            }
        }
    }

    fn text(text: Text, values: &'t [String], view: &TeamServers) -> Self {
        let shared = &view.table.shared;
        let begins = |name: &str| values.iter().any(|value| name.starts_with(value.as_str()));
        let contains = |names: &Names| names.which(|name| values.iter().any(|value| name.contains(value)));
        match text {
            Text::Name => Self::Name(values.iter().map(Finder::new).collect()),
            Text::Ip => {
                Self::Ip(values.iter().map(|value| Finder::new(&format!(" {value}")).into_owned()).collect())
            }
            Text::Provider => Self::Brand(Brand::ALL.map(|brand| {
                let capitals: String = brand.name().chars().filter(char::is_ascii_uppercase).collect();
                let names = [brand.slug(), brand.name(), brand.monogram(), &capitals];
                names.iter().any(|name| begins(&name.to_lowercase()))
            })),
            Text::Location => Self::Shared(
                |row| Some(row.location),
                shared.locations.which(|place| place.split(PARTS).any(begins)),
            ),
            Text::Status => Self::Shared(
                |row| Some(row.state),
                shared.states.which(|state| begins(&state.to_lowercase())),
            ),
            Text::Image => Self::Shared(|row| row.image, contains(&shared.images)),
            Text::Plan => Self::Shared(|row| row.plan, contains(&shared.plans)),
            Text::Host => Self::Shared(|row| row.host, contains(&shared.hosts)),
            Text::Key => {
                let labels = view.sources.iter().map(|source| begins(&source.label.to_lowercase()));
                Self::Shared(|row| Some(row.source), labels.collect())
            }
            Text::Tag => Self::Tag(view.marked.tags.which(|tag| {
                values.iter().any(|value| match value.strip_suffix('*') {
                    Some(start) => tag.starts_with(start),
                    None => tag == value,
                })
            })),
        }
    }
}
