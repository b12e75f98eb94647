//! What a person may change of a billing account. The provider **replaces** all of it at once, so a change always
//! carries the whole, merged from what was read and what was edited.

use serde::{Deserialize, Serialize};

/// Every field that a replacement would erase if it were left out. `None` is what the account does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BillingDetails {
    /// What the account is called.
    pub title: Option<String>,
    /// Where invoices go. The provider keeps it even when it is left out.
    pub email: Option<String>,
    /// Whether invoices are mailed; `None` where the provider does not say.
    pub send_invoice_email: Option<bool>,
    /// The company that pays.
    pub company_name: Option<String>,
    /// Its number in the register of companies.
    pub company_registration: Option<String>,
    /// Its number for VAT.
    pub company_vat: Option<String>,
    /// Street and house.
    pub address_line1: Option<String>,
    /// What does not fit above.
    pub address_line2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// County or province.
    pub county: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country, two letters.
    pub country: Option<String>,
    /// What the provider keeps there for itself, such as ways to pay. Opaque; handed back as it was read, because a
    /// replacement without it would erase it.
    pub provider_data: Option<String>,
}

/// What a person changed: `None` leaves a field alone, an empty text clears it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DetailsEdit {
    /// See [`BillingDetails::title`].
    pub title: Option<String>,
    /// See [`BillingDetails::email`]. Clearing it has no effect: the provider keeps it.
    pub email: Option<String>,
    /// See [`BillingDetails::send_invoice_email`].
    pub send_invoice_email: Option<bool>,
    /// See [`BillingDetails::company_name`].
    pub company_name: Option<String>,
    /// See [`BillingDetails::company_registration`].
    pub company_registration: Option<String>,
    /// See [`BillingDetails::company_vat`].
    pub company_vat: Option<String>,
    /// See [`BillingDetails::address_line1`].
    pub address_line1: Option<String>,
    /// See [`BillingDetails::address_line2`].
    pub address_line2: Option<String>,
    /// See [`BillingDetails::city`].
    pub city: Option<String>,
    /// See [`BillingDetails::county`].
    pub county: Option<String>,
    /// See [`BillingDetails::postal_code`].
    pub postal_code: Option<String>,
    /// See [`BillingDetails::country`].
    pub country: Option<String>,
}

impl BillingDetails {
    /// The whole set with the edits in it: what nobody touched stays as it was read.
    #[must_use]
    pub fn merged(self, edit: DetailsEdit) -> Self {
        Self {
            title: text(self.title, edit.title),
            email: text(self.email.clone(), edit.email).or(self.email),
            send_invoice_email: edit.send_invoice_email.or(self.send_invoice_email),
            company_name: text(self.company_name, edit.company_name),
            company_registration: text(self.company_registration, edit.company_registration),
            company_vat: text(self.company_vat, edit.company_vat),
            address_line1: text(self.address_line1, edit.address_line1),
            address_line2: text(self.address_line2, edit.address_line2),
            city: text(self.city, edit.city),
            county: text(self.county, edit.county),
            postal_code: text(self.postal_code, edit.postal_code),
            country: text(self.country, edit.country),
            provider_data: self.provider_data,
        }
    }
}

fn text(was: Option<String>, edit: Option<String>) -> Option<String> {
    match edit {
        None => was,
        Some(new) => Some(new.trim().to_owned()).filter(|new| !new.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    /// Every field filled, so that one that a merge forgets is missed.
    fn full() -> BillingDetails {
        BillingDetails {
            title: some("konto"),
            email: some("user@example.com"),
            send_invoice_email: Some(true),
            company_name: some("Firma"),
            company_registration: some("232"),
            company_vat: some("235235"),
            address_line1: some("Puiestee"),
            address_line2: some("7"),
            city: some("Küla"),
            county: some("Moldaavia"),
            postal_code: some("314243123"),
            country: some("EE"),
            provider_data: some("{\"link_methods\": []}"),
        }
    }

    #[test]
    fn what_nobody_edits_stays() {
        assert_eq!(full().merged(DetailsEdit::default()), full());
    }

    #[test]
    fn one_edit_changes_one_field() {
        let edit = DetailsEdit { city: some(" Tallinn "), ..DetailsEdit::default() };
        assert_eq!(full().merged(edit), BillingDetails { city: some("Tallinn"), ..full() });
    }

    #[test]
    fn an_empty_text_clears_all_but_the_e_mail() {
        let empty = || some("");
        let edit = DetailsEdit {
            title: empty(),
            email: empty(),
            send_invoice_email: Some(false),
            company_name: empty(),
            company_registration: empty(),
            company_vat: empty(),
            address_line1: empty(),
            address_line2: empty(),
            city: empty(),
            county: empty(),
            postal_code: empty(),
            country: empty(),
        };
        let left = BillingDetails {
            email: full().email,
            send_invoice_email: Some(false),
            provider_data: full().provider_data,
            ..BillingDetails::default()
        };
        assert_eq!(full().merged(edit), left);
    }
}
