//! Billing accounts, cards, invoices and recurring payment of Warren.

use rust_decimal::Decimal;

use crate::error::DomainError;
use crate::rules::conflict;
use crate::rules::label::{DISPLAY_NAME_MAX_CHARS, optional};
use crate::validate;

/// The fields of a billing account that people write ("Billing account details"), named as in
/// [`crate::billing::DetailsEdit`], so that a rule's word and a provider's refusal stand beside one field.
pub const BILLING_FIELDS: [&str; 11] = [
    "title",
    "email",
    "company_name",
    "company_registration",
    "company_vat",
    "address_line1",
    "address_line2",
    "city",
    "county",
    "postal_code",
    "country",
];

/// Checks one field of a billing account and gives it as it is sent; empty is "not given".
///
/// The e-mail address must be there ("e-mail field can't be deleted"). `country` has two letters, as in the
/// sample. The rest is free text of one line.
///
/// # Errors
/// Beside `field`.
pub fn billing_field(field: &str, text: &str) -> Result<Option<String>, DomainError> {
    let Some(text) = optional(field, text, DISPLAY_NAME_MAX_CHARS)? else {
        return match field {
            "email" => Err(DomainError::invalid("email", "Enter the address that invoices go to.")),
            _ => Ok(None),
        };
    };
    match field {
        "email" => validate::email(&text).map(Some),
        "country" if text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()) => {
            Ok(Some(text.to_ascii_uppercase()))
        }
        "country" => Err(DomainError::invalid(field, "Use the two letters of the country, such as ID.")),
        _ => Ok(Some(text)),
    }
}

/// The fields that an update would erase, for the plan: those with a value now and none afterwards. "All
/// existing data fields … must be passed along also. Otherwise this data will be deleted" ("Update billing
/// account"). The e-mail address survives.
#[must_use]
pub fn erased_fields<'a>(now: &[(&'a str, &str)], then: &[(&str, &str)]) -> Vec<&'a str> {
    let has = |fields: &[(&str, &str)], name: &str| {
        fields.iter().any(|(field, value)| *field == name && !value.trim().is_empty())
    };
    now.iter()
        .filter(|(name, value)| *name != "email" && !value.trim().is_empty() && !has(then, name))
        .map(|(name, _)| *name)
        .collect()
}

/// Checks a recurring payment: a positive amount, a threshold of zero or more, and a card that can be charged
/// ("Configure recurring payment": "a payment method that is capable of automated payments"). Switching it
/// off needs nothing.
///
/// # Errors
/// Beside field `amount`, `threshold` or `card`.
pub fn recurring_payment(
    enabled: bool,
    amount: Decimal,
    threshold: Decimal,
    has_verified_card: bool,
) -> Result<(), DomainError> {
    if !enabled {
        return Ok(());
    }
    if !has_verified_card {
        return Err(DomainError::invalid("card", "Add a card first: recurring payment charges it."));
    }
    if amount <= Decimal::ZERO {
        return Err(DomainError::invalid("amount", "Enter how much to pay each time, more than 0."));
    }
    if threshold < Decimal::ZERO {
        return Err(DomainError::invalid("threshold", "Enter the balance below which to pay, 0 or more."));
    }
    Ok(())
}

/// Whether switching recurring payment on charges the card at once: "it might happen that … ongoing is
/// already below threshold, in that case payment is done immediately". `ongoing` is `running_totals.ongoing`.
#[must_use]
pub fn recurring_charges_at_once(ongoing: Decimal, threshold: Decimal) -> bool {
    ongoing < threshold
}

/// Checks that a card can become the primary one ("Set card as primary": "throws exception if specified card
/// is not validated").
///
/// # Errors
/// A conflict.
pub fn can_set_primary(is_verified: bool, is_primary: bool) -> Result<(), DomainError> {
    match (is_verified, is_primary) {
        (_, true) => Err(conflict("This card is the primary one already.")),
        (false, _) => Err(conflict("The provider has not verified this card. Only verified cards pay.")),
        _ => Ok(()),
    }
}

/// The status codes of invoices ("Invoice details").
pub mod invoice_status {
    /// Unpaid.
    pub const UNPAID: i64 = 5;
    /// Paid.
    pub const PAID: i64 = 10;
}

/// Checks that an invoice can be paid. An unknown status is the provider's to judge.
///
/// # Errors
/// A conflict when it is paid.
pub fn can_pay_invoice(status: i64) -> Result<(), DomainError> {
    if status == invoice_status::PAID { Err(conflict("This invoice is paid.")) } else { Ok(()) }
}

/// Checks that an account can become the default one.
///
/// # Errors
/// A conflict when it is, or when it was deleted.
pub fn can_become_default(is_default: bool, is_deleted: bool) -> Result<(), DomainError> {
    match (is_default, is_deleted) {
        (_, true) => Err(conflict("This billing account was deleted.")),
        (true, _) => Err(conflict("This billing account is the default already.")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::billing::DetailsEdit;

    #[test]
    fn fields() {
        assert_eq!(billing_field("email", " Ana@Example.com").unwrap().as_deref(), Some("ana@example.com"));
        assert_eq!(billing_field("country", "ee").unwrap().as_deref(), Some("EE"));
        assert_eq!(billing_field("city", " Küla ").unwrap().as_deref(), Some("Küla"));
        assert_eq!(billing_field("company_name", " ").unwrap(), None);
        for (field, wrong) in
            [("email", ""), ("email", "ana"), ("country", "EST"), ("country", "é"), ("city", "a\nb")]
        {
            assert_eq!(billing_field(field, wrong).unwrap_err().field.as_deref(), Some(field));
        }
        for field in BILLING_FIELDS.iter().filter(|field| !matches!(**field, "email" | "country")) {
            assert!(billing_field(field, &"x".repeat(255)).is_ok());
            assert!(billing_field(field, &"x".repeat(256)).is_err());
        }
    }

    #[test]
    fn the_fields_are_those_that_people_edit() {
        let serde_json::Value::Object(edit) = serde_json::to_value(DetailsEdit::default()).unwrap() else {
            panic!("no object");
        };
        let edited: BTreeSet<_> =
            edit.keys().map(String::as_str).filter(|name| *name != "send_invoice_email").collect();
        assert_eq!(edited, BILLING_FIELDS.into_iter().collect());
    }

    #[test]
    fn what_an_update_erases() {
        let now = [("title", "konto"), ("city", "Küla"), ("email", "a@b.cd"), ("county", "")];
        assert_eq!(erased_fields(&now, &[("title", "other"), ("city", " ")]), ["city"]);
        assert_eq!(erased_fields(&now, &[]), ["title", "city"]);
        assert!(erased_fields(&now, &now).is_empty());
    }

    #[test]
    fn recurring_payments() {
        let pay = |amount, threshold, card| recurring_payment(true, amount, threshold, card);
        assert!(pay(Decimal::new(52, 0), Decimal::ZERO, true).is_ok());
        assert!(recurring_payment(false, Decimal::ZERO, Decimal::NEGATIVE_ONE, false).is_ok());
        for (amount, threshold, card, field) in [
            (Decimal::ONE, Decimal::ONE, false, "card"),
            (Decimal::ZERO, Decimal::ONE, true, "amount"),
            (Decimal::ONE, Decimal::new(-1, 2), true, "threshold"),
        ] {
            assert_eq!(pay(amount, threshold, card).unwrap_err().field.as_deref(), Some(field));
        }
        assert!(recurring_charges_at_once(Decimal::new(5499, 2), Decimal::new(55, 0)));
        assert!(!recurring_charges_at_once(Decimal::new(55, 0), Decimal::new(55, 0)));
    }

    #[test]
    fn cards_invoices_and_defaults() {
        assert!(can_set_primary(true, false).is_ok());
        assert!(can_set_primary(false, false).is_err() && can_set_primary(true, true).is_err());
        assert!(can_pay_invoice(invoice_status::UNPAID).is_ok() && can_pay_invoice(7).is_ok());
        assert_eq!(can_pay_invoice(invoice_status::PAID).unwrap_err().status(), 409);
        assert!(can_become_default(false, false).is_ok());
        assert!(can_become_default(true, false).is_err() && can_become_default(false, true).is_err());
    }
}
