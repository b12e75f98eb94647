//! A billing account as it is printed, with how its month stands.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::warren::money::{number, running, whole};
use crate::warren::state::{BillingAccount, State, TEXTS};

/// Statically typed clients demand whole numbers for what is unpaid, for VAT and for the recurring payment.
pub(super) fn account(account: &BillingAccount, state: &State) -> Value {
    let month = running(state, account);
    let (ongoing, totals) = (month.ongoing(), &month.totals);
    let card = state.books.primary_of(account.id);
    let (level, reason) = restriction(account, state);
    let promotions = account.promotions.iter().map(|promotion| {
        json!({
            "credit_type": promotion.kind,
            "amount": number(promotion.amount),
            "top_up_requirement": number(promotion.needed),
            "top_up_done": number(promotion.done),
        })
    });
    let mut row = json!({
        "allow_debt": account.allow_debt,
        "can_pay": level == "CLEAR" && (ongoing > Decimal::ZERO || card.is_some_and(|card| card.verified)),
        "created": account.created,
        "credit_amount": number(month.credit),
        "discount_percentage": account.discount_percent,
        "eligible_promotions": promotions.collect::<Vec<_>>(),
        "id": account.id,
        "is_active": !account.deleted,
        "is_default": account.default,
        "is_deleted": account.deleted,
        "is_recurring_payment_enabled": account.recurring.enabled,
        "paying_by_invoice": card.is_some_and(|card| card.face.is_none() && card.verified),
        "precalc_ongoing": number(ongoing),
        "primary_card": card.map_or(Value::Null, crate::warren::state::Card::summary),
        "recurring_payment_amount": whole(account.recurring.amount),
        "recurring_payment_threshold": whole(account.recurring.threshold),
        "referral_share_code": format!("r{:05}", account.id % 100_000),
        "reseller": state.brand.site(),
        "restriction_level": level,
        "running_totals": {
            "credit_amount": number(-totals.credit),
            "credit_available": number(month.credit),
            "discount_amount": number(totals.discount),
            "ongoing": number(ongoing),
            "subtotal": number(totals.subtotal),
            "total": number(totals.total),
            "vat_tax": number(totals.vat),
        },
        "send_invoice_email": account.send_invoice_email,
        "site": state.brand.site(),
        "suspend_reason": reason,
        "unpaid_amount": whole(state.books.unpaid_of(account.id)),
        "user_id": state.user.id,
        "vat_percentage": 11,
    });
    if let Value::Object(fields) = &mut row {
        for name in TEXTS {
            fields.insert(name.to_owned(), Value::from(account.text(name)));
        }
    }
    row
}

/// An invoice that nobody paid in time freezes the account. `FROZEN` is the one level that a document prints; the
/// other word, the reason and the rule are guesses.
fn restriction(account: &BillingAccount, state: &State) -> (&'static str, &'static str) {
    let now = state.now.unix_timestamp();
    let overdue = state
        .books
        .invoices
        .iter()
        .any(|invoice| invoice.account == account.id && invoice.due < now && !invoice.paid());
    if overdue && !account.allow_debt { ("FROZEN", "Unpaid invoices") } else { ("CLEAR", "") }
}
