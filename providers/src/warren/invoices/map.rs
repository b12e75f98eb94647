//! From Warren's invoices to the neutral ones. Pure.

use domain::invoice::{Invoice, InvoiceLine, InvoicePayment, InvoiceStatus};

use super::super::money::{Currency, id};
use super::wire;
use crate::wire::Scalar;

/// `None` without an id.
pub(super) fn invoice(row: &wire::Invoice, currency: Currency) -> Option<Invoice> {
    let total = |part: fn(&wire::Totals) -> &Scalar| currency.amount(part(row.totals.0.as_ref()?));
    Some(Invoice {
        id: id(&row.id)?,
        number: row.padded_id.owned(),
        name: row.name.owned(),
        billing_account: id(&row.billing_account_id),
        status: status(&row.status),
        period_start: row.period_start.timestamp(),
        period_end: row.period_end.timestamp(),
        created_at: row.created.timestamp(),
        due_at: row.due_date.timestamp(),
        subtotal: total(|totals| &totals.subtotal),
        discount: total(|totals| &totals.discount_amount),
        discount_percent: row.discount_percentage.decimal(),
        credit: total(|totals| &totals.credit),
        vat: total(|totals| &totals.vat_tax),
        vat_percent: row.vat_percentage.decimal(),
        total: total(|totals| &totals.total),
        lines: row.records_list.iter().flat_map(|list| &list.items).map(|row| line(row, currency)).collect(),
        payments: row
            .transaction_list
            .iter()
            .flat_map(|list| &list.items)
            .map(|row| payment(row, currency))
            .collect(),
    })
}

fn status(code: &Scalar) -> InvoiceStatus {
    match code.number() {
        Some(5) => InvoiceStatus::Unpaid,
        Some(10) => InvoiceStatus::Paid,
        _ => InvoiceStatus::Other(code.owned().unwrap_or_default()),
    }
}

fn line(row: &wire::Record, currency: Currency) -> InvoiceLine {
    InvoiceLine {
        name: row.name.owned().unwrap_or_default(),
        location: row.location_slug.owned(),
        quantity: row.qty.decimal(),
        unit: row.qty_unit.owned(),
        unit_price: currency.amount(&row.item_price),
        amount: currency.amount(&row.amount),
    }
}

fn payment(row: &wire::Transaction, currency: Currency) -> InvoicePayment {
    InvoicePayment {
        amount: currency.amount(&row.amount),
        card: id(&row.payment_object_id),
        paid_at: row.created.timestamp(),
    }
}
