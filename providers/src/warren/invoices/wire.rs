//! Invoices as Warren spells them. The snapshot of the account and what the payment processor said hold personal
//! data and are left alone.

use serde::Deserialize;

use crate::wire::{Lenient, List, Scalar, loosely};

/// An invoice, in lists and alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Invoice {
    pub(super) id: Scalar,
    pub(super) padded_id: Scalar,
    pub(super) name: Scalar,
    pub(super) billing_account_id: Scalar,
    pub(super) created: Scalar,
    pub(super) due_date: Scalar,
    pub(super) period_start: Scalar,
    pub(super) period_end: Scalar,
    pub(super) status: Scalar,
    pub(super) discount_percentage: Scalar,
    pub(super) vat_percentage: Scalar,
    pub(super) totals: Lenient<Totals>,
    #[serde(deserialize_with = "loosely")]
    pub(super) records_list: Option<List<Record>>,
    #[serde(deserialize_with = "loosely")]
    pub(super) transaction_list: Option<List<Transaction>>,
}

/// The sums of an invoice.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Totals {
    pub(super) subtotal: Scalar,
    pub(super) discount_amount: Scalar,
    pub(super) credit: Scalar,
    pub(super) vat_tax: Scalar,
    pub(super) total: Scalar,
}

/// A line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Record {
    pub(super) name: Scalar,
    pub(super) location_slug: Scalar,
    pub(super) qty: Scalar,
    pub(super) qty_unit: Scalar,
    pub(super) item_price: Scalar,
    pub(super) amount: Scalar,
}

/// A payment.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Transaction {
    pub(super) amount: Scalar,
    pub(super) created: Scalar,
    pub(super) payment_object_id: Scalar,
}

/// The answer of `POST payment/pay_amount`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Paid {
    pub(super) message: Scalar,
    pub(super) error_log: Scalar,
}
