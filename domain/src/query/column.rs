//! The columns of the list.

use serde::{Deserialize, Serialize};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_survive_their_slug_and_each_has_a_heading_of_its_own() {
        for column in Column::ALL {
            assert_eq!(Column::from_slug(column.slug()), Some(column));
            assert_eq!(Column::ALL.iter().filter(|other| other.label() == column.label()).count(), 1);
        }
        assert!(Column::USUAL.iter().all(|column| Column::ALL.contains(column)));
    }
}
