//! As much of a billing account as choosing who pays takes. The rest is people's data: whoever shows or edits it reads
//! it for that, and keeps it nowhere.

use super::{BillingAccount, BillingDetails, MonthTotals, Recurring};

impl BillingAccount {
    /// Its id and title, whether it can pay and on what terms, and nothing else: no e-mail address, company, address,
    /// tax number, card or code, nor what the provider keeps in it.
    #[must_use]
    pub fn as_payer(self) -> Self {
        // Field by field, so that a new one is thought about.
        Self {
            id: self.id,
            details: BillingDetails { title: self.details.title, ..BillingDetails::default() },
            is_default: self.is_default,
            is_active: self.is_active,
            is_deleted: self.is_deleted,
            can_pay: self.can_pay,
            allows_debt: None,
            pays_by_invoice: None,
            restriction: self.restriction,
            suspend_reason: self.suspend_reason,
            credit: self.credit,
            unpaid: None,
            discount_percent: self.discount_percent,
            vat_percent: self.vat_percent,
            month: MonthTotals::default(),
            recurring: Recurring::default(),
            primary_card: None,
            promotions: Vec::new(),
            referral_code: None,
            created_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::billing::{CardFace, Promotion, Restriction};
    use crate::ids::ProviderResourceId;
    use crate::timestamp::Timestamp;

    use super::*;

    fn canary() -> Option<String> {
        Some("canary".to_owned())
    }

    #[test]
    fn a_payer_has_a_title_and_terms_and_nothing_of_a_person() {
        let payer = BillingAccount {
            id: ProviderResourceId("6".to_owned()),
            details: BillingDetails { title: Some("Main".to_owned()), ..BillingDetails::default() },
            is_default: true,
            is_active: Some(true),
            is_deleted: true,
            can_pay: Some(false),
            allows_debt: None,
            pays_by_invoice: None,
            restriction: Some(Restriction::Frozen),
            suspend_reason: Some("Unpaid".to_owned()),
            credit: None,
            unpaid: None,
            discount_percent: Some(5.into()),
            vat_percent: Some(11.into()),
            month: MonthTotals::default(),
            recurring: Recurring::default(),
            primary_card: None,
            promotions: Vec::new(),
            referral_code: None,
            created_at: None,
        };
        let whole = BillingAccount {
            details: BillingDetails {
                title: Some("Main".to_owned()),
                email: canary(),
                send_invoice_email: Some(true),
                company_name: canary(),
                company_registration: canary(),
                company_vat: canary(),
                address_line1: canary(),
                address_line2: canary(),
                city: canary(),
                county: canary(),
                postal_code: canary(),
                country: canary(),
                provider_data: canary(),
            },
            allows_debt: Some(true),
            pays_by_invoice: Some(true),
            recurring: Recurring { enabled: Some(true), ..Recurring::default() },
            primary_card: Some(CardFace {
                brand: canary(),
                last4: canary(),
                expires_month: Some(1),
                expires_year: Some(2030),
                is_verified: Some(true),
            }),
            promotions: vec![Promotion {
                kind: "canary".to_owned(),
                amount: None,
                top_up_needed: None,
                top_up_done: None,
            }],
            referral_code: canary(),
            created_at: Some(Timestamp(1)),
            ..payer.clone()
        };
        assert!(serde_json::to_string(&whole).unwrap().contains("canary"));
        assert_eq!(whole.as_payer(), payer);
    }
}
