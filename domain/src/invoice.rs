//! Invoices of a billing account.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::ProviderResourceId;
use crate::money::Money;
use crate::timestamp::Timestamp;

/// One invoice with its lines and payments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// The provider's id of it.
    pub id: ProviderResourceId,
    /// Its number as printed, such as `000000007`.
    pub number: Option<String>,
    /// Its name where it has one.
    pub name: Option<String>,
    /// Who owes it.
    pub billing_account: Option<ProviderResourceId>,
    /// Whether it is paid.
    pub status: InvoiceStatus,
    /// First moment that it covers.
    pub period_start: Option<Timestamp>,
    /// First moment that it no longer covers.
    pub period_end: Option<Timestamp>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it must be paid.
    pub due_at: Option<Timestamp>,
    /// Sum of the lines.
    pub subtotal: Option<Money>,
    /// Taken off.
    pub discount: Option<Money>,
    /// In percent.
    pub discount_percent: Option<Decimal>,
    /// Credit that was used; negative, as an amount to be added.
    pub credit: Option<Money>,
    /// VAT.
    pub vat: Option<Money>,
    /// In percent.
    pub vat_percent: Option<Decimal>,
    /// What is owed or was paid.
    pub total: Option<Money>,
    /// What it is for.
    pub lines: Vec<InvoiceLine>,
    /// What was paid on it.
    pub payments: Vec<InvoicePayment>,
}

/// Whether an invoice is paid. Numbers without a rule stay as they came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceStatus {
    /// Still owed.
    Unpaid,
    /// Settled.
    Paid,
    /// A status without a rule; empty when none was given.
    Other(String),
}

/// One thing that was used for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What it was, in the provider's words, such as `web-01, 2 CPUs, 4 GB RAM, 40 GB disk, stopped`.
    pub name: String,
    /// Slug of the location.
    pub location: Option<String>,
    /// For how many units.
    pub quantity: Option<Decimal>,
    /// What is counted; `h` for hours.
    pub unit: Option<String>,
    /// Price of one unit.
    pub unit_price: Option<Money>,
    /// Quantity times price, exactly.
    pub amount: Option<Money>,
}

/// A payment on an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePayment {
    /// How much.
    pub amount: Option<Money>,
    /// With which card or other way to pay.
    pub card: Option<ProviderResourceId>,
    /// When.
    pub paid_at: Option<Timestamp>,
}
