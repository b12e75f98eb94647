//! The server list's search, filter, sort and page, as they stand in the address.

mod column;
mod parse;
mod partial;
mod sort;
mod term;
mod words;

use serde::{Deserialize, Serialize};

pub use column::Column;
pub use parse::{QUALIFIERS, Qualifier, parse};
pub use partial::{Partial, quoted};
pub use sort::{Sort, SortBy};
pub use term::{Compare, Figure, Is, QueryProblem, Term, Test, Text};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rubbish_in_the_address_is_the_default() {
        let query = ServerQuery::from_parts(None, Some("nonsense"), Some("colour"), Some("0"));
        assert_eq!(query, ServerQuery { page: 1, ..ServerQuery::default() });
    }

    #[test]
    fn groupings_survive_their_slug() {
        for group in GroupBy::ALL {
            assert_eq!(GroupBy::from_slug(group.slug()), Some(group));
        }
    }
}
