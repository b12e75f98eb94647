//! Amounts of money that people type to buy credit or pay invoices.

use rust_decimal::Decimal;

use crate::error::DomainError;
use crate::money::Money;
use crate::rules::conflict;

/// Reads an amount: digits, at most one point, no sign, no grouping, no exponent, more than zero, and no more
/// decimals than `currency` has.
///
/// The documents call it a decimal number and print neither a least nor a most ("Buy credit", "Request
/// invoice", "Pay amount"); the provider may have both.
///
/// # Errors
/// Beside `field`.
pub fn amount(field: &str, text: &str, currency: &str) -> Result<Decimal, DomainError> {
    let text = text.trim();
    let wrong = |why: &str| DomainError::invalid(field, why);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return Err(wrong("Enter an amount with digits and at most one point, such as 100 or 12.50."));
    }
    let amount =
        Decimal::from_str_exact(text).map_err(|_| wrong("This is more than anyone pays."))?.normalize();
    if amount <= Decimal::ZERO {
        return Err(wrong("Enter more than 0."));
    }
    let decimals = Money::new(Decimal::ZERO, currency).usual_decimals();
    if amount.scale() > decimals {
        let why = match decimals {
            0 => format!("Enter a whole amount: {currency} has no decimals here."),
            more => format!("Use at most {more} decimals."),
        };
        return Err(DomainError::invalid(field, why));
    }
    Ok(amount)
}

/// Checks that paying off invoices makes sense: `unpaid` is "Get unpaid amount", VAT included. More than that
/// is refused, because no document says where the rest would go.
///
/// # Errors
/// A conflict when nothing is due; beside field `amount` when it is more than is due.
pub fn pay_amount(amount: Decimal, unpaid: &Money) -> Result<(), DomainError> {
    if unpaid.amount <= Decimal::ZERO {
        return Err(conflict("Nothing is due."));
    }
    if amount > unpaid.amount {
        return Err(DomainError::invalid("amount", format!("Only {unpaid} is due.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        for (text, currency, is) in [
            ("100.00", "EUR", "100"),
            (" 12.50 ", "EUR", "12.5"),
            ("0.01", "EUR", "0.01"),
            ("50000.00", "IDR", "50000"),
        ] {
            assert_eq!(amount("amount", text, currency).unwrap().to_string(), is);
        }
        for (wrong, currency) in [
            ("", "EUR"),
            ("0", "EUR"),
            ("0.00", "EUR"),
            ("-1", "EUR"),
            ("+1", "EUR"),
            ("1,5", "EUR"),
            ("1_000", "EUR"),
            ("1e3", "EUR"),
            (".5", "EUR"),
            ("5.", "EUR"),
            ("1.2.3", "EUR"),
            ("0.001", "EUR"),
            ("0.5", "IDR"),
            (&"9".repeat(40), "EUR"),
        ] {
            assert_eq!(
                amount("amount", wrong, currency).unwrap_err().field.as_deref(),
                Some("amount"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn nobody_pays_more_than_is_due() {
        let due = Money::new(Decimal::TEN, "EUR");
        assert!(pay_amount(Decimal::TEN, &due).is_ok() && pay_amount(Decimal::ONE, &due).is_ok());
        assert_eq!(pay_amount(Decimal::new(1001, 2), &due).unwrap_err().message, "Only €10.00 is due.");
        let nothing = Money::new(Decimal::ZERO, "EUR");
        assert_eq!(pay_amount(Decimal::ONE, &nothing).unwrap_err().status(), 409);
    }
}
