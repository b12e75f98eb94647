//! What the list is ordered by.

use serde::{Deserialize, Serialize};

use super::Column;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
