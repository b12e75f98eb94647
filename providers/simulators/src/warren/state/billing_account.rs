//! A billing account: who pays.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// The texts of an account that its owner writes, and one that the provider keeps; all are replaced at once.
pub(in crate::warren) const TEXTS: [&str; 12] = [
    "additional_data",
    "address_line1",
    "address_line2",
    "city",
    "company_name",
    "company_reg_code",
    "company_vat_number",
    "country",
    "county",
    "email",
    "post_index",
    "title",
];

#[derive(Debug)]
pub(in crate::warren) struct BillingAccount {
    pub(in crate::warren) id: u64,
    /// By their names in [`TEXTS`]; a missing one is empty.
    pub(in crate::warren) texts: BTreeMap<&'static str, String>,
    pub(in crate::warren) send_invoice_email: bool,
    pub(in crate::warren) default: bool,
    pub(in crate::warren) deleted: bool,
    pub(in crate::warren) allow_debt: bool,
    pub(in crate::warren) discount_percent: u32,
    pub(in crate::warren) recurring: Recurring,
    pub(in crate::warren) promotions: Vec<Promotion>,
    /// Unix seconds.
    pub(in crate::warren) created: i64,
}

/// A top-up that is charged on its own.
#[derive(Debug, Default)]
pub(in crate::warren) struct Recurring {
    pub(in crate::warren) enabled: bool,
    pub(in crate::warren) amount: Decimal,
    pub(in crate::warren) threshold: Decimal,
}

/// Credit that is given once enough was paid in.
#[derive(Debug)]
pub(in crate::warren) struct Promotion {
    pub(in crate::warren) kind: &'static str,
    pub(in crate::warren) amount: Decimal,
    pub(in crate::warren) needed: Decimal,
    pub(in crate::warren) done: Decimal,
}

impl BillingAccount {
    /// A text by its name in [`TEXTS`].
    pub(in crate::warren) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }
}
