//! `PUT payment/billing_account/{id}/recurring_payment`.

use rust_decimal::Decimal;
use serde_json::json;

use super::wire;
use crate::http::{Call, Reply};
use crate::warren::billing::{existing, own};
use crate::warren::errors::error;
use crate::warren::fields::{amount_if_sent, truth_if_sent};
use crate::warren::money::{charge, top_up};
use crate::warren::state::{State, Work};

/// Charges at once when the account is below its threshold already. What is not sent keeps its value.
pub(super) fn set(call: &Call, state: &State) -> Result<Work, Reply> {
    let incorrect = || error(400, "Error", "Provided billing account is incorrect.");
    let id = own(call, existing(state, call.capture().parse().map_err(|_| incorrect())?)?)?;
    let account = state.billing_accounts.iter().find(|account| account.id == id).ok_or_else(incorrect)?;
    let enabled = truth_if_sent(call, "is_recurring_payment_enabled")?.unwrap_or(account.recurring.enabled);
    let amount = amount_if_sent(call, "recurring_payment_amount")?.unwrap_or(account.recurring.amount);
    let threshold =
        amount_if_sent(call, "recurring_payment_threshold")?.unwrap_or(account.recurring.threshold);
    if enabled {
        charge(state, id)?;
        if amount <= Decimal::ZERO {
            return Err(error(400, "recurring_payment_amount", "Amount must be greater than zero."));
        }
    }
    Ok(Work::now("recurring", id.to_string(), account.text("title").to_owned(), move |state| {
        if let Some(account) = state.billing_accounts.iter_mut().find(|account| account.id == id) {
            account.recurring.enabled = enabled;
            account.recurring.amount = amount;
            account.recurring.threshold = threshold;
        }
        let at = state.now.unix_timestamp();
        let triggered = top_up(state, id, at);
        let account = state.billing_accounts.iter().find(|account| account.id == id);
        Reply::ok(&json!({
            "payment_report": {"triggered": triggered, "errors": []},
            "account": account.map(|account| wire::account(account, state)),
        }))
    }))
}
