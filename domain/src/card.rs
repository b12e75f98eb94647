//! Ways to pay that are attached to a billing account: cards, and payment by invoice.

use serde::{Deserialize, Serialize};

use crate::billing::CardFace;
use crate::ids::ProviderResourceId;
use crate::timestamp::Timestamp;

/// One way to pay. Never a whole card number, which the provider does not give either.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// The account that it pays for.
    pub billing_account: Option<ProviderResourceId>,
    /// What it is.
    pub method: PaymentMethod,
    /// What stands on the card.
    pub face: CardFace,
    /// Whether it is charged first; another one steps in when it fails.
    pub is_primary: bool,
    /// Whether the provider lets it be charged no longer.
    pub is_deleted: bool,
    /// Until when it is good.
    pub valid_until: Option<Timestamp>,
    /// When it was attached.
    pub created_at: Option<Timestamp>,
}

/// What kind of payment it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// A card that can be charged without being asked.
    Card,
    /// Bank transfer after an invoice.
    Invoice,
    /// A word without a rule; empty when none was given.
    Other(String),
}
