//! Who pays in the seeded accounts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::clock::EPOCH;
use crate::warren::brand::Brand;
use crate::warren::state::{BillingAccount, Promotion, Recurring};

pub(super) fn accounts(brand: Brand, email: &str) -> Vec<BillingAccount> {
    let first = brand.first_billing_account();
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
    let studio = [
        ("title", "Client projects"),
        ("company_name", "Example Studio"),
        ("company_reg_code", "9120001234567"),
        ("company_vat_number", "01.234.567.8-901.000"),
        ("address_line1", "Jalan Percobaan 27"),
        ("city", "Bandung"),
        ("county", "Jawa Barat"),
        ("post_index", "40115"),
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
        // Has credit and a card, so that it can take over what another account pays for.
        account(brand.second_payer(), &studio, false, Vec::new(), 6_480_000),
        // Pays for nothing, so that it can be deleted.
        account(first + 79, &[("title", "Old project")], false, Vec::new(), 4_320_000),
    ]
}
