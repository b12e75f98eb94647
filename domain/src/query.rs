//! The server list's search, filter, sort and page, as they stand in the address.

use serde::{Deserialize, Serialize};

/// Rows on one page of a list.
pub const PAGE_SIZE: usize = 25;

/// Longest search text that is read.
pub const MAX_SEARCH_CHARS: usize = 200;

/// What the server list shows: its search text, order and page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ServerQuery {
    /// The search text, as typed: words and `qualifier:value` terms, all of which must match.
    pub search: String,
    /// The order of rows.
    pub sort: Sort,
    /// By what rows are grouped.
    #[serde(default)]
    pub group: GroupBy,
    /// The page, from 1.
    pub page: u32,
}

impl ServerQuery {
    /// As typed into an address: nothing is refused, what cannot be meant becomes the default.
    #[must_use]
    pub fn from_parts(
        search: Option<&str>,
        sort: Option<&str>,
        group: Option<&str>,
        page: Option<&str>,
    ) -> Self {
        Self {
            group: group.and_then(GroupBy::from_slug).unwrap_or_default(),
            search: search.unwrap_or_default().chars().take(MAX_SEARCH_CHARS).collect(),
            sort: sort.and_then(Sort::from_slug).unwrap_or_default(),
            page: page.and_then(|page| page.parse().ok()).filter(|page| *page >= 1).unwrap_or(1),
        }
    }
}

/// By what the list is grouped. Rows keep their order inside a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// Not at all.
    #[default]
    Nothing,
    /// By brand.
    Provider,
    /// By location.
    Location,
    /// By tag: a server with several stands under each of them, those with none at the end.
    Tag,
}

impl GroupBy {
    /// Every grouping.
    pub const ALL: [Self; 4] = [Self::Nothing, Self::Provider, Self::Location, Self::Tag];

    /// As in addresses; empty for none.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Provider => "provider",
            Self::Location => "location",
            Self::Tag => "tag",
        }
    }

    /// The grouping that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.slug() == slug)
    }
}

/// A column of the list beside the name, which is always first, and the actions, which are always last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// What it is doing.
    State,
    /// Brand and location.
    Provider,
    /// Its addresses.
    Addresses,
    /// Virtual processors.
    Vcpus,
    /// Memory.
    Memory,
    /// All disks together.
    Disk,
    /// Cost per month.
    Cost,
    /// Age of the data.
    Age,
    /// Tags.
    Tags,
    /// Operating system or app.
    Image,
    /// Plan or pool.
    Plan,
    /// When it was made.
    Created,
    /// Automatic backups.
    Backups,
    /// The host name inside the guest.
    Hostname,
    /// The credential's label.
    Key,
    /// Cost per hour.
    CostHour,
    /// The beginning of the note.
    Note,
}

impl Column {
    /// Every column, in the order in which they are shown.
    pub const ALL: [Self; 17] = [
        Self::State,
        Self::Provider,
        Self::Tags,
        Self::Addresses,
        Self::Hostname,
        Self::Image,
        Self::Plan,
        Self::Vcpus,
        Self::Memory,
        Self::Disk,
        Self::Backups,
        Self::Key,
        Self::Note,
        Self::Created,
        Self::CostHour,
        Self::Cost,
        Self::Age,
    ];

    /// Those that people see who have chosen none.
    pub const USUAL: [Self; 9] = [
        Self::State,
        Self::Provider,
        Self::Tags,
        Self::Addresses,
        Self::Vcpus,
        Self::Memory,
        Self::Disk,
        Self::Cost,
        Self::Age,
    ];

    /// As stored and in forms.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Provider => "provider",
            Self::Addresses => "addresses",
            Self::Vcpus => "vcpus",
            Self::Memory => "memory",
            Self::Disk => "disk",
            Self::Cost => "cost",
            Self::Age => "age",
            Self::Tags => "tags",
            Self::Image => "image",
            Self::Plan => "plan",
            Self::Created => "created",
            Self::Backups => "backups",
            Self::Hostname => "hostname",
            Self::Key => "key",
            Self::CostHour => "cost-hour",
            Self::Note => "note",
        }
    }

    /// The column that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.slug() == slug)
    }

    /// Its heading.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::State => "State",
            Self::Provider => "Where",
            Self::Addresses => "Addresses",
            Self::Vcpus => "vCPU",
            Self::Memory => "RAM",
            Self::Disk => "Disk",
            Self::Cost => "Cost",
            Self::Age => "Age",
            Self::Tags => "Tags",
            Self::Image => "Image",
            Self::Plan => "Plan",
            Self::Created => "Made",
            Self::Backups => "Backups",
            Self::Hostname => "Host name",
            Self::Key => "API key",
            Self::CostHour => "Cost per hour",
            Self::Note => "Note",
        }
    }
}

/// What rows are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SortBy {
    /// The server's name, without regard to case.
    #[default]
    Name,
    /// By a column; by state, what needs attention first, and by cost within its currency.
    Column(Column),
}

impl SortBy {
    /// As in addresses.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Column(column) => column.slug(),
        }
    }

    /// The order that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        match slug {
            "name" => Some(Self::Name),
            // As older addresses spell it.
            "size" => Some(Self::Column(Column::Memory)),
            _ => Column::from_slug(slug).map(Self::Column),
        }
    }
}

/// An order and its direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sort {
    /// What rows are ordered by.
    pub by: SortBy,
    /// Largest first.
    pub descending: bool,
}

impl Sort {
    /// As in addresses: `name`, or `-name` for largest first.
    #[must_use]
    pub fn slug(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.by.slug())
    }

    /// The order that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        let (descending, name) = match slug.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, slug),
        };
        let by = SortBy::from_slug(name)?;
        Some(Self { by, descending })
    }
}

/// One condition of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A bare word: in the name, an address, the plan, the location or the provider.
    Word(String),
    /// `name~web`: in the name.
    Name(String),
    /// `provider:idcloudhost`: the brand's slug, monogram, name or the name's capitals (`idch`) begin so.
    Provider(String),
    /// `location:jkt01`: the location's slug or name begins so.
    Location(String),
    /// `status:running`: the state's word begins so.
    Status(String),
    /// `image:debian`: in the image's name.
    Image(String),
    /// `plan:vcs`: in the plan's name.
    Plan(String),
    /// `ip:10.0`: an address begins so.
    Ip(String),
}

/// A term that no rule knows, with what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryProblem {
    /// The term as typed.
    pub term: String,
    /// What to write instead.
    pub message: String,
}

/// The qualifiers, for completion and for messages.
pub const QUALIFIERS: [&str; 7] = ["name~", "provider:", "location:", "status:", "image:", "plan:", "ip:"];

/// Reads a search text. Values are lower case; terms that no rule knows are reported and not applied.
#[must_use]
pub fn parse(search: &str) -> (Vec<Term>, Vec<QueryProblem>) {
    let mut terms = Vec::new();
    let mut problems = Vec::new();
    for word in words(search) {
        let lower = word.to_lowercase();
        let split = lower.char_indices().find(|(_, c)| matches!(c, ':' | '~'));
        let Some((at, separator)) = split else {
            terms.push(Term::Word(lower));
            continue;
        };
        let (name, rest) = lower.split_at(at);
        let value = rest.strip_prefix(separator).unwrap_or_default().to_owned();
        if value.is_empty() {
            problems.push(QueryProblem {
                message: format!("Write what to look for after {name}{separator}"),
                term: word,
            });
            continue;
        }
        terms.push(match name {
            "name" => Term::Name(value),
            "provider" => Term::Provider(value),
            "location" => Term::Location(value),
            "status" | "state" => Term::Status(value),
            "image" => Term::Image(value),
            "plan" => Term::Plan(value),
            "ip" => Term::Ip(value),
            // An IPv6 address has colons of its own and is no qualifier.
            _ if lower.chars().all(|c| c.is_ascii_hexdigit() || c == ':') => Term::Ip(lower),
            _ => {
                problems.push(QueryProblem {
                    message: format!(
                        "There is no qualifier “{name}{separator}”. Known ones: {}.",
                        QUALIFIERS.join(" ")
                    ),
                    term: word,
                });
                continue;
            }
        });
    }
    (terms, problems)
}

/// Words between spaces; a quoted part keeps its spaces and loses its quotes.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(String::new()),
            c => {
                if let Some(last) = words.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_and_qualifiers_are_told_apart() {
        let (terms, problems) = parse(r#"web Provider:ID status:running name~"front end" 2001:db8::1"#);
        assert_eq!(
            terms,
            [
                Term::Word("web".into()),
                Term::Provider("id".into()),
                Term::Status("running".into()),
                Term::Name("front end".into()),
                Term::Ip("2001:db8::1".into()),
            ]
        );
        assert_eq!(problems, []);
    }

    #[test]
    fn what_no_rule_knows_is_said_and_not_applied() {
        let (terms, problems) = parse("colour:red status: web");
        assert_eq!(terms, [Term::Word("web".into())]);
        assert_eq!(problems.iter().map(|p| p.term.as_str()).collect::<Vec<_>>(), ["colour:red", "status:"]);
    }

    #[test]
    fn sorts_survive_their_slug() {
        for by in Column::ALL.map(SortBy::Column).into_iter().chain([SortBy::Name]) {
            for descending in [false, true] {
                let sort = Sort { by, descending };
                assert_eq!(Sort::from_slug(&sort.slug()), Some(sort));
            }
        }
        assert_eq!(Sort::from_slug("--name"), None);
    }

    #[test]
    fn rubbish_in_the_address_is_the_default() {
        let query = ServerQuery::from_parts(None, Some("nonsense"), Some("colour"), Some("0"));
        assert_eq!(query, ServerQuery { page: 1, ..ServerQuery::default() });
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in ".{0,80}") {
            let (terms, problems) = parse(&text);
            prop_assert!(terms.len() + problems.len() <= text.chars().count());
        }
    }
}
