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
    let account = |id, more: &[(&'static str, &str)], default, promotions, age| BillingAccount {
        id,
        texts: texts(more),
        send_invoice_email: true,
        default,
        deleted: false,
        allow_debt: false,
        discount_percent: 0,
        recurring: Recurring::default(),
        promotions,
        created: EPOCH - age,
    };
    let company = [
        ("title", "Main account"),
        ("company_name", "Example Trading"),
        ("address_line1", "Jalan Contoh 1"),
        ("post_index", "10110"),
    ];
    let referral = Promotion {
        kind: "referral_receiver",
        amount: Decimal::from(50_000),
        needed: Decimal::from(500_000),
        done: Decimal::from(150_000),
    };
    vec![
        account(first, &company, true, Vec::new(), 60_480_000),
        account(first + 77, &[("title", "Experiments")], false, vec![referral], 8_640_000),
        // Pays for nothing, so that it can be deleted.
        account(first + 78, &[("title", "Old project")], false, Vec::new(), 4_320_000),
    ]
}
