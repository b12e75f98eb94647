//! A billing account as its owner sees it. Amounts stay as exact as the provider gave them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::BillingDetails;
use crate::ids::ProviderResourceId;
use crate::money::Money;
use crate::timestamp::Timestamp;

/// Who pays, with what, and how the month stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingAccount {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// What a person may change of it.
    pub details: BillingDetails,
    /// Whether it pays where no other account is named.
    pub is_default: bool,
    /// Whether it is in use; `None` where the provider does not say.
    pub is_active: Option<bool>,
    /// Whether it was deleted and is listed for the record.
    pub is_deleted: bool,
    /// Whether the provider lets it pay for new things.
    pub can_pay: Option<bool>,
    /// Whether it may owe money.
    pub allows_debt: Option<bool>,
    /// Whether it pays by invoice instead of credit or card.
    pub pays_by_invoice: Option<bool>,
    /// What the provider withholds from it; `None` for nothing.
    pub restriction: Option<Restriction>,
    /// Why it was suspended, in the provider's words.
    pub suspend_reason: Option<String>,
    /// Credit that is left.
    pub credit: Option<Money>,
    /// All invoices that are not paid, with VAT.
    pub unpaid: Option<Money>,
    /// Off every invoice, in percent.
    pub discount_percent: Option<Decimal>,
    /// On top of every invoice, in percent.
    pub vat_percent: Option<Decimal>,
    /// How the running month stands.
    pub month: MonthTotals,
    /// Payment without being asked.
    pub recurring: Recurring,
    /// The card that is charged first.
    pub primary_card: Option<CardFace>,
    /// Credit that can be earned.
    pub promotions: Vec<Promotion>,
    /// What others may name when they sign up.
    pub referral_code: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

/// A level of restriction. The documents print one word; whichever others there are stay as they came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restriction {
    /// Everything that it pays for stands still.
    Frozen,
    /// A word without a rule.
    Other(String),
}

/// The month that is running, as an invoice would stand if it were made now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotals {
    /// What the threshold of a recurring payment is held against.
    pub ongoing: Option<Money>,
    /// Before discount, credit and VAT.
    pub subtotal: Option<Money>,
    /// Taken off.
    pub discount: Option<Money>,
    /// Credit that would be used.
    pub credit_used: Option<Money>,
    /// Credit that could be used.
    pub credit_available: Option<Money>,
    /// VAT.
    pub vat: Option<Money>,
    /// What would be due.
    pub total: Option<Money>,
}

/// A top-up that is charged on its own when the account runs low. Switching it on while the account is already low
/// charges **at once**.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurring {
    /// Whether it is on; `None` where the provider does not say.
    pub enabled: Option<bool>,
    /// How much is charged.
    pub amount: Option<Money>,
    /// Charged when the ongoing amount goes below this.
    pub threshold: Option<Money>,
}

/// As much of a card as tells it from others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFace {
    /// `visa`, in the provider's spelling.
    pub brand: Option<String>,
    /// Its last four digits.
    pub last4: Option<String>,
    /// Month of the year in which it ends, 1 to 12.
    pub expires_month: Option<u32>,
    /// Year in which it ends.
    pub expires_year: Option<u32>,
    /// Whether the provider found it good.
    pub is_verified: Option<bool>,
}

/// Credit that the provider gives after a top-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    /// The provider's word for it, such as `referral_receiver`.
    pub kind: String,
    /// What it gives.
    pub amount: Option<Money>,
    /// What must be paid in for it.
    pub top_up_needed: Option<Money>,
    /// What was paid in so far.
    pub top_up_done: Option<Money>,
}
