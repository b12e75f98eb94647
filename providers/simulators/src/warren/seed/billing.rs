//! Who pays in the seeded accounts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::clock::EPOCH;
use crate::warren::state::{BillingAccount, Promotion, Recurring};

pub(super) fn accounts(first: u64, email: &str) -> Vec<BillingAccount> {
    let texts = |more: &[(&'static str, &str)]| -> BTreeMap<&'static str, String> {
        let common = [
            ("additional_data", "{\"link_methods\": []}"),
            ("city", "Jakarta"),
            ("country", "ID"),
            ("email", email),
        ];
        common.iter().chain(more).map(|(name, text)| (*name, (*text).to_owned())).collect()
    };
    vec![
        BillingAccount {
            id: first,
            texts: texts(&[
                ("title", "Main account"),
                ("company_name", "Example Trading"),
                ("address_line1", "Jalan Contoh 1"),
                ("post_index", "10110"),
            ]),
            send_invoice_email: true,
            default: true,
            deleted: false,
            allow_debt: false,
            discount_percent: 0,
            recurring: Recurring::default(),
            promotions: Vec::new(),
            created: EPOCH - 60_480_000,
        },
        BillingAccount {
            id: first + 77,
            texts: texts(&[("title", "Experiments")]),
            send_invoice_email: true,
            default: false,
            deleted: false,
            allow_debt: false,
            discount_percent: 0,
            recurring: Recurring::default(),
            promotions: vec![Promotion {
                kind: "referral_receiver",
                amount: Decimal::from(50_000),
                needed: Decimal::from(500_000),
                done: Decimal::from(150_000),
            }],
            created: EPOCH - 8_640_000,
        },
    ]
}
