//! Changes of a provider's resources as data: what a plan shows, the journal keeps and a worker sends, once.
//!
//! One file a noun. A change holds no secret: passwords and the like go beside it, from hand to hand, and are never
//! stored. Each kind of change has a name of the form `noun.verb`, by which capabilities say who offers it.

mod token;

use serde::{Deserialize, Serialize};

pub use token::TokenChange;

/// The name of a kind of change, such as `token.create`. Stored, so a name keeps its meaning.
pub type Kind = &'static str;

/// One change of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// An API token of the provider's account.
    Token(TokenChange),
}

impl Change {
    /// Every kind, noun by noun.
    pub const KINDS: &[&[Kind]] = &[TokenChange::KINDS];

    /// What kind of change it is; one of [`Change::KINDS`].
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Token(change) => change.kind(),
        }
    }
}
