//! Changes of a provider's resources as data: what a plan shows, the journal keeps and a worker sends, once.
//!
//! One file a noun. A change holds no secret: passwords and the like go beside it, from hand to hand, and are never
//! stored. Each kind of change has a name of the form `noun.verb`, by which capabilities say who offers it.

mod account;
mod billing;
mod card;
mod credit;
mod invoice;
mod server;
mod token;

use serde::{Deserialize, Serialize};

pub use account::AccountChange;
pub use billing::BillingChange;
pub use card::CardChange;
pub use credit::CreditChange;
pub use invoice::InvoiceChange;
pub use server::{ImageChoice, Ipv6Block, NewServer, RebuildFrom, ServerChange, ServerOrder, ServerSource};
pub use token::TokenChange;

/// The name of a kind of change, such as `token.create`. Stored, so a name keeps its meaning.
pub type Kind = &'static str;

/// One change of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The account's holder.
    Account(AccountChange),
    /// Who pays.
    Billing(BillingChange),
    /// How an account pays.
    Card(CardChange),
    /// Credit of an account.
    Credit(CreditChange),
    /// Payment of invoices.
    Invoice(InvoiceChange),
    /// A server.
    Server(ServerChange),
    /// An API token of the provider's account.
    Token(TokenChange),
}

impl Change {
    /// Every kind, noun by noun.
    pub const KINDS: &[&[Kind]] = &[
        AccountChange::KINDS,
        BillingChange::KINDS,
        CardChange::KINDS,
        CreditChange::KINDS,
        InvoiceChange::KINDS,
        ServerChange::KINDS,
        TokenChange::KINDS,
    ];

    /// What kind of change it is; one of [`Change::KINDS`].
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Account(change) => change.kind(),
            Self::Billing(change) => change.kind(),
            Self::Card(change) => change.kind(),
            Self::Credit(change) => change.kind(),
            Self::Invoice(change) => change.kind(),
            Self::Server(change) => change.kind(),
            Self::Token(change) => change.kind(),
        }
    }
}
