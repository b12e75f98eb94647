//! Billing accounts: `GET payment/billing_account/list` and `POST payment/billing_account/set_default`.

use serde_json::{Value, json};

use super::billing::existing;
use super::fields::required_number;
use super::state::{BillingAccount, State, Work};
use crate::http::{Call, Encoding, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("payment/billing_account/list", list),
    Route::post("payment/billing_account/set_default", set_default).takes(Encoding::Form),
];

fn list(_: &Call, state: &State) -> Outcome {
    let accounts = state.billing_accounts.iter().map(|account| wire(account, state));
    Ok(Reply::ok(&accounts.collect::<Value>()))
}

fn set_default(call: &Call, state: &State) -> Result<Work, Reply> {
    let id = existing(state, required_number(call, "billing_account_id")?)?;
    Ok(Work::now("default", id.to_string(), "", move |state| {
        for account in &mut state.billing_accounts {
            account.default = account.id == id;
        }
        Reply::ok(&json!({"success": true}))
    }))
}

fn wire(account: &BillingAccount, state: &State) -> Value {
    json!({
        // JSON inside a string, as in real replies.
        "additional_data": "{\"link_methods\": []}",
        "address_line1": "",
        "allow_debt": false,
        "can_pay": account.credit > account.ongoing,
        "city": "Jakarta",
        "company_name": account.company,
        "company_reg_code": "",
        "company_vat_number": "",
        "country": "ID",
        "county": "",
        "created": account.created,
        "credit_amount": account.credit,
        "discount_percentage": 0,
        "eligible_promotions": [],
        "email": state.user.email,
        "id": account.id,
        "is_active": true,
        "is_default": account.default,
        "is_deleted": false,
        "is_recurring_payment_enabled": false,
        "paying_by_invoice": false,
        "post_index": "",
        "precalc_ongoing": account.ongoing,
        "primary_card": null,
        "recurring_payment_amount": null,
        "recurring_payment_threshold": null,
        "referral_share_code": "",
        "reseller": state.brand.site(),
        "restriction_level": "CLEAR",
        "running_totals": {
            "credit_amount": 0,
            "credit_available": account.credit,
            "discount_amount": 0,
            "ongoing": account.ongoing,
            "subtotal": account.ongoing,
            "total": account.ongoing,
            "vat_tax": 0,
        },
        "send_invoice_email": true,
        "site": state.brand.site(),
        "suspend_reason": "",
        "title": account.title,
        "unpaid_amount": 0,
        "user_id": state.user.id,
        "vat_percentage": 11,
    })
}
