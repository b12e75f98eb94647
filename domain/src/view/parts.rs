//! Parts of a page as data: facts, sections with rows, and what can be done to each. One renderer shows them all.

use serde::{Deserialize, Serialize};

use crate::act::Fields;
use crate::server::ServerState;
use crate::timestamp::Timestamp;

/// How a cell is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// Text, with something dimmed behind it.
    #[default]
    Text,
    /// Text in the mono face with a button that copies it.
    Copy,
    /// A number with its unit dimmed behind it, to the right.
    Number,
    /// The age of `at`.
    Age,
    /// A link.
    Link,
    /// A good state, as shape and word.
    Ok,
    /// A state that asks for a look.
    Warn,
    /// A bad state.
    Bad,
    /// A state that nobody knows.
    Unknown,
    /// A server that runs.
    Running,
    /// A server that stands still.
    Stopped,
    /// A server that something is being done to.
    Busy,
}

/// One value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// How it is shown.
    pub kind: CellKind,
    /// The value; empty for "the provider does not tell".
    pub text: String,
    /// Dimmed behind it: a unit, a scope.
    pub dim: String,
    /// The time, of an age.
    pub at: Option<Timestamp>,
    /// The address, of a link.
    pub href: String,
}

impl Cell {
    /// Text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Text, or that the provider does not tell.
    #[must_use]
    pub fn told(text: Option<impl Into<String>>) -> Self {
        Self { text: text.map(Into::into).unwrap_or_default(), ..Self::default() }
    }

    /// A number with its unit.
    #[must_use]
    pub fn number(value: impl ToString, unit: &str) -> Self {
        Self { kind: CellKind::Number, text: value.to_string(), dim: unit.to_owned(), ..Self::default() }
    }

    /// Something to copy.
    #[must_use]
    pub fn copy(text: impl Into<String>) -> Self {
        Self { kind: CellKind::Copy, text: text.into(), ..Self::default() }
    }

    /// An age.
    #[must_use]
    pub fn age(at: Option<Timestamp>) -> Self {
        Self { kind: CellKind::Age, at, ..Self::default() }
    }

    /// A link.
    #[must_use]
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { kind: CellKind::Link, text: text.into(), href: href.into(), ..Self::default() }
    }

    /// A server's state.
    #[must_use]
    pub fn state(state: &ServerState) -> Self {
        let kind = match state {
            ServerState::Running => CellKind::Running,
            ServerState::Stopped => CellKind::Stopped,
            ServerState::Busy | ServerState::Provisioning => CellKind::Busy,
            ServerState::Suspended => CellKind::Warn,
            ServerState::Error => CellKind::Bad,
            ServerState::Deleted | ServerState::Other(_) => CellKind::Unknown,
        };
        let mut letters = state.word().chars();
        let text = letters.next().map(|first| first.to_uppercase().chain(letters).collect());
        Self { kind, ..Self::told(text.filter(|text: &String| !text.is_empty())) }
    }

    /// The same with something dimmed behind it.
    #[must_use]
    pub fn with(self, dim: impl Into<String>) -> Self {
        Self { dim: dim.into(), ..self }
    }
}

/// One fact: a name and its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// Of what.
    pub label: String,
    /// The values, one a line.
    pub values: Vec<Cell>,
    /// What can be done about it, right beside it.
    pub acts: Vec<ActOffer>,
}

/// Where an act is offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActPlace {
    /// As a button at the head of the page.
    Head,
    /// In the head's menu.
    #[default]
    Menu,
    /// At the end of the page, apart.
    Danger,
}

/// An act as it is offered now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ActOffer {
    /// The act's name.
    pub act: String,
    /// On the button.
    pub label: String,
    /// Where it is offered; rows and sections ignore it.
    pub place: ActPlace,
    /// The fields that it begins with, such as which disk.
    pub fields: Fields,
    /// Another page to go to instead of a sheet; empty for none.
    pub href: String,
    /// Why it cannot be used now, the person's role included; `None` when it can.
    pub refusal: Option<String>,
    /// Whether it destroys.
    pub danger: bool,
}

/// A column of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PartColumn {
    /// Heading.
    pub label: String,
    /// Numbers: to the right.
    pub numeric: bool,
}

/// One row of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PartRow {
    /// What tells it from the others.
    pub id: String,
    /// One a column.
    pub cells: Vec<Cell>,
    /// What can be done to it.
    pub acts: Vec<ActOffer>,
}

/// A section of a page with rows: disks, snapshots, addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Part {
    /// For anchors: `disks`.
    pub id: String,
    /// Heading.
    pub title: String,
    /// One sentence under it; may be empty.
    pub note: String,
    /// Headings of the columns.
    pub columns: Vec<PartColumn>,
    /// The rows.
    pub rows: Vec<PartRow>,
    /// What can be done to the whole, such as adding one.
    pub acts: Vec<ActOffer>,
    /// What stands in place of rows when there are none: what this is, and what it is good for.
    pub empty: String,
    /// Why there is nothing to show here, such as a capability's reason; `None` when it is offered.
    pub refusal: Option<String>,
    /// Why it is not newer, in words, with the age of what is shown; empty when it is live.
    pub problem: String,
    /// It is being read for the first time: the page asks again soon.
    pub fetching: bool,
}
