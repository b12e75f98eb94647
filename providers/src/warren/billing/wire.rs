//! Billing accounts as Warren spells them. What the payment processor says of a card is left alone.

use std::fmt;

use serde::Deserialize;

use crate::wire::{Lenient, List, Scalar, Words, loosely};

/// A billing account, in lists, alone and as the answer to changes.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Account {
    pub(super) id: Scalar,
    pub(super) additional_data: Scalar,
    pub(super) address_line1: Scalar,
    pub(super) address_line2: Scalar,
    pub(super) allow_debt: Scalar,
    pub(super) can_pay: Scalar,
    pub(super) city: Scalar,
    pub(super) company_name: Scalar,
    pub(super) company_reg_code: Scalar,
    pub(super) company_vat_number: Scalar,
    pub(super) country: Scalar,
    pub(super) county: Scalar,
    pub(super) created: Scalar,
    pub(super) credit_amount: Scalar,
    pub(super) discount_percentage: Scalar,
    #[serde(deserialize_with = "loosely")]
    pub(super) eligible_promotions: Option<List<Promotion>>,
    pub(super) email: Scalar,
    pub(super) is_active: Scalar,
    pub(super) is_default: Scalar,
    pub(super) is_deleted: Scalar,
    pub(super) is_recurring_payment_enabled: Scalar,
    pub(super) paying_by_invoice: Scalar,
    pub(super) post_index: Scalar,
    pub(super) primary_card: Lenient<PrimaryCard>,
    pub(super) recurring_payment_amount: Scalar,
    pub(super) recurring_payment_threshold: Scalar,
    pub(super) referral_share_code: Scalar,
    pub(super) restriction_level: Scalar,
    pub(super) running_totals: Lenient<Totals>,
    pub(super) send_invoice_email: Scalar,
    pub(super) suspend_reason: Scalar,
    pub(super) title: Scalar,
    pub(super) unpaid_amount: Scalar,
    pub(super) vat_percentage: Scalar,
}

/// Without the person's data.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Credit that can be earned.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Promotion {
    pub(super) credit_type: Scalar,
    pub(super) amount: Scalar,
    pub(super) top_up_requirement: Scalar,
    pub(super) top_up_done: Scalar,
}

/// The card that is charged first.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PrimaryCard {
    pub(super) card_type: Scalar,
    pub(super) last4: Scalar,
    pub(super) expire_month: Scalar,
    pub(super) expire_year: Scalar,
    pub(super) is_verified: Scalar,
}

/// The running month.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Totals {
    pub(super) credit_amount: Scalar,
    pub(super) credit_available: Scalar,
    pub(super) discount_amount: Scalar,
    pub(super) ongoing: Scalar,
    pub(super) subtotal: Scalar,
    pub(super) total: Scalar,
    pub(super) vat_tax: Scalar,
}

/// `GET payment/billing_account/unpaid_amount`: the amount goes by the name of a message.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Unpaid {
    pub(super) message: Scalar,
}

/// The answer of `PUT payment/billing_account/{id}/recurring_payment`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Configured {
    pub(super) payment_report: Lenient<Report>,
}

/// Whether something was charged at once.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Report {
    pub(super) triggered: Scalar,
    pub(super) errors: Words,
}
