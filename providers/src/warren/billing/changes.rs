//! Changes of billing accounts.

use domain::billing::BillingDetails;
use domain::change::BillingChange;

use super::{ACCOUNT, wire};
use crate::family::Applied;
use crate::http::{Call, Pace, Reply};

/// The request that makes the change.
pub(in crate::warren) fn call(change: &BillingChange) -> Call {
    let call = match change {
        BillingChange::Update { id, details } => {
            fields(Call::put("billing.update", ACCOUNT).field("billing_account_id", &id.0), details)
        }
        BillingChange::Delete { id } => {
            Call::delete("billing.delete", ACCOUNT).field("billing_account_id", &id.0)
        }
        BillingChange::MakeDefault { id } => {
            Call::post("billing.make_default", "payment/billing_account/set_default")
                .field("billing_account_id", &id.0)
        }
        // The flag as the document's example writes it.
        BillingChange::SetRecurring { id, enabled, amount, threshold } => {
            Call::put("billing.set_recurring", ACCOUNT)
                .part(&id.0)
                .part("recurring_payment")
                .field("is_recurring_payment_enabled", if *enabled { "True" } else { "False" })
                .field("recurring_payment_amount", *amount)
                .field("recurring_payment_threshold", *threshold)
                // A card may be charged meanwhile.
                .pace(Pace::Power)
        }
        BillingChange::SetPayer { id, resource } => {
            return Call::post("billing.set_payer", "user-resource/resource_billing")
                .field("billing_account_id", &id.0)
                .field("uuid", &resource.0)
                // Not exact: what does not exist may be the resource, and the change is one of the account.
                .located()
                .pace(Pace::Power);
        }
    };
    call.exact()
}

/// What is left out is erased, so what the account does not have is left out; a flag that is off too, because of
/// another call it is documented that any value of one means yes.
fn fields(call: Call, details: &BillingDetails) -> Call {
    call.maybe("title", details.title.as_ref())
        .maybe("email", details.email.as_ref())
        .maybe("send_invoice_email", details.send_invoice_email.filter(|send| *send))
        .maybe("company_name", details.company_name.as_ref())
        .maybe("company_reg_code", details.company_registration.as_ref())
        .maybe("company_vat_number", details.company_vat.as_ref())
        .maybe("address_line1", details.address_line1.as_ref())
        .maybe("address_line2", details.address_line2.as_ref())
        .maybe("city", details.city.as_ref())
        .maybe("county", details.county.as_ref())
        .maybe("post_index", details.postal_code.as_ref())
        .maybe("country", details.country.as_ref())
        .maybe("additional_data", details.provider_data.as_ref())
}

/// A recurring payment may have charged at once, which the answer says.
pub(in crate::warren) fn applied(change: &BillingChange, reply: &Reply) -> Applied {
    let BillingChange::SetRecurring { .. } = change else { return Applied::done() };
    let said: wire::Configured = reply.object("recurring payment").unwrap_or_default();
    let Some(report) = said.payment_report.0 else { return Applied::done() };
    let errors = report.errors.owned();
    let note = match (report.triggered.flag() == Some(true), errors.is_empty()) {
        (true, true) => Some("A payment was made at once.".to_owned()),
        (true, false) => {
            Some(format!("A payment was tried at once and failed: {}", reply.clean(&errors.join(" "))))
        }
        (false, false) => Some(reply.clean(&errors.join(" "))),
        (false, true) => None,
    };
    Applied { note, ..Applied::done() }
}
