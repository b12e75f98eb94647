//! An invoice with its lines and payments.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::warren::money::number;

#[derive(Debug)]
pub(in crate::warren) struct Invoice {
    pub(in crate::warren) id: u64,
    pub(in crate::warren) account: u64,
    /// Unix seconds, as all moments here.
    pub(in crate::warren) created: i64,
    pub(in crate::warren) due: i64,
    pub(in crate::warren) period: (i64, i64),
    pub(in crate::warren) lines: Vec<Line>,
    pub(in crate::warren) discount_percent: u32,
    pub(in crate::warren) vat_percent: u32,
    pub(in crate::warren) totals: Totals,
    pub(in crate::warren) payments: Vec<Payment>,
    /// Credit that it brings once it is paid.
    pub(in crate::warren) brings: Option<Decimal>,
    /// The account as it was, as JSON inside a string.
    pub(in crate::warren) snapshot: String,
}

#[derive(Debug)]
pub(in crate::warren) struct Line {
    pub(in crate::warren) id: u64,
    pub(in crate::warren) name: String,
    pub(in crate::warren) location: String,
    pub(in crate::warren) quantity: i64,
    pub(in crate::warren) unit: &'static str,
    pub(in crate::warren) price: Decimal,
}

/// Sums. `credit` is negative: it is added like the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::warren) struct Totals {
    pub(in crate::warren) subtotal: Decimal,
    pub(in crate::warren) discount: Decimal,
    pub(in crate::warren) credit: Decimal,
    pub(in crate::warren) vat: Decimal,
    pub(in crate::warren) total: Decimal,
}

#[derive(Debug)]
pub(in crate::warren) struct Payment {
    pub(in crate::warren) id: u64,
    pub(in crate::warren) card: u64,
    pub(in crate::warren) amount: Decimal,
    /// Unix seconds.
    pub(in crate::warren) created: i64,
}

impl Line {
    pub(in crate::warren) fn amount(&self) -> Decimal {
        self.price * Decimal::from(self.quantity)
    }
}

impl Invoice {
    /// What is still to be paid.
    pub(in crate::warren) fn owed(&self) -> Decimal {
        self.totals.total - self.payments.iter().map(|payment| payment.amount).sum::<Decimal>()
    }

    pub(in crate::warren) fn paid(&self) -> bool {
        self.owed() <= Decimal::ZERO
    }

    pub(in crate::warren) fn wire(&self) -> Value {
        let lines = self.lines.iter().map(|line| {
            json!({
                "amount": number(line.amount()),
                "created": self.created,
                "descr": "TODO",
                "id": line.id,
                "invoice_id": self.id,
                "item_price": number(line.price),
                "location_slug": line.location,
                "name": line.name,
                "qty": line.quantity,
                "qty_unit": line.unit,
            })
        });
        let payments = self.payments.iter().map(|payment| {
            json!({
                "additional_data": json!({"status": "closed", "livemode": false}).to_string(),
                "amount": number(payment.amount),
                "created": payment.created,
                "id": payment.id,
                "identifier": format!("tran_{:028x}", payment.id),
                "payment_object_id": payment.card,
            })
        });
        json!({
            "account_snapshot": self.snapshot,
            "billing_account_id": self.account,
            "created": self.created,
            "discount_percentage": self.discount_percent,
            "due_date": self.due,
            "id": self.id,
            "name": "Invoice",
            "padded_id": format!("{:09}", self.id),
            "period_end": self.period.1,
            "period_start": self.period.0,
            "records_list": lines.collect::<Vec<_>>(),
            "status": if self.paid() { 10 } else { 5 },
            "totals": {
                "subtotal": number(self.totals.subtotal),
                "discount_amount": number(self.totals.discount),
                "credit": number(self.totals.credit),
                "vat_tax": number(self.totals.vat),
                "total": number(self.totals.total),
            },
            "transaction_list": payments.collect::<Vec<_>>(),
            "vat_percentage": self.vat_percent,
        })
    }
}
