//! From Warren's billing accounts to the neutral ones. Pure.

use domain::billing::{
    BilledServer, BillingAccount, BillingDetails, CardFace, MonthTotals, Promotion, Recurring, Restriction,
};
use domain::ids::ProviderResourceId;

use super::super::money::{Currency, id};
use super::super::{map, wire as warren};
use super::wire::{self, Account};
use crate::wire::Scalar;

/// `None` without an id.
pub(super) fn account(row: &Account, currency: Currency) -> Option<BillingAccount> {
    Some(BillingAccount {
        id: id(&row.id)?,
        details: details(row),
        is_default: row.is_default.flag() == Some(true),
        is_active: row.is_active.flag(),
        is_deleted: row.is_deleted.flag() == Some(true),
        can_pay: row.can_pay.flag(),
        allows_debt: row.allow_debt.flag(),
        pays_by_invoice: row.paying_by_invoice.flag(),
        restriction: restriction(&row.restriction_level),
        suspend_reason: row.suspend_reason.owned(),
        credit: currency.amount(&row.credit_amount),
        unpaid: currency.amount(&row.unpaid_amount),
        discount_percent: row.discount_percentage.decimal(),
        vat_percent: row.vat_percentage.decimal(),
        month: row.running_totals.0.as_ref().map(|totals| month(totals, currency)).unwrap_or_default(),
        recurring: Recurring {
            enabled: row.is_recurring_payment_enabled.flag(),
            amount: currency.amount(&row.recurring_payment_amount),
            threshold: currency.amount(&row.recurring_payment_threshold),
        },
        primary_card: row.primary_card.0.as_ref().and_then(face),
        promotions: row
            .eligible_promotions
            .iter()
            .flat_map(|list| &list.items)
            .filter_map(|row| promotion(row, currency))
            .collect(),
        referral_code: row.referral_share_code.owned(),
        created_at: row.created.timestamp(),
    })
}

/// Every field that a replacement would erase.
fn details(row: &Account) -> BillingDetails {
    BillingDetails {
        title: row.title.owned(),
        email: row.email.owned(),
        send_invoice_email: row.send_invoice_email.flag(),
        company_name: row.company_name.owned(),
        company_registration: row.company_reg_code.owned(),
        company_vat: row.company_vat_number.owned(),
        address_line1: row.address_line1.owned(),
        address_line2: row.address_line2.owned(),
        city: row.city.owned(),
        county: row.county.owned(),
        postal_code: row.post_index.owned(),
        country: row.country.owned(),
        provider_data: row.additional_data.owned(),
    }
}

/// No document names the word for no restriction; nothing and these are taken for it.
fn restriction(level: &Scalar) -> Option<Restriction> {
    let word = level.text()?;
    match word.to_ascii_uppercase().as_str() {
        "FROZEN" => Some(Restriction::Frozen),
        "CLEAR" | "NONE" | "NO_RESTRICTION" => None,
        _ => Some(Restriction::Other(word.to_owned())),
    }
}

fn month(totals: &wire::Totals, currency: Currency) -> MonthTotals {
    MonthTotals {
        ongoing: currency.amount(&totals.ongoing),
        subtotal: currency.amount(&totals.subtotal),
        discount: currency.amount(&totals.discount_amount),
        credit_used: currency.amount(&totals.credit_amount),
        credit_available: currency.amount(&totals.credit_available),
        vat: currency.amount(&totals.vat_tax),
        total: currency.amount(&totals.total),
    }
}

/// An object without a card in it is none.
fn face(card: &wire::PrimaryCard) -> Option<CardFace> {
    if card.card_type.text().is_none() && card.last4.text().is_none() {
        return None;
    }
    Some(CardFace {
        brand: card.card_type.owned(),
        last4: card.last4.owned(),
        expires_month: card.expire_month.whole(),
        expires_year: card.expire_year.whole(),
        is_verified: card.is_verified.flag(),
    })
}

fn promotion(row: &wire::Promotion, currency: Currency) -> Option<Promotion> {
    Some(Promotion {
        kind: row.credit_type.owned()?,
        amount: currency.amount(&row.amount),
        top_up_needed: currency.amount(&row.top_up_requirement),
        top_up_done: currency.amount(&row.top_up_done),
    })
}

/// `None` without an id.
pub(super) fn server(vm: &warren::Vm) -> Option<BilledServer> {
    let id = vm.uuid.owned()?;
    Some(BilledServer {
        name: vm.name.owned().or_else(|| vm.hostname.owned()).unwrap_or_else(|| id.clone()),
        id: ProviderResourceId(id),
        state: map::state(&vm.status),
        billing_account: super::super::money::id(&vm.billing_account),
        vcpus: vm.vcpu.whole(),
        memory_mib: vm.memory.whole(),
        disk_gib: map::disk_gib(vm),
    })
}
