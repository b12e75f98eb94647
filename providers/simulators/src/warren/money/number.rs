//! Amounts as JSON numbers, which is what the platform prints.

use rust_decimal::prelude::{Decimal, ToPrimitive};
use serde_json::Value;

/// The amount with its fraction; a whole one ends in `.0`. Digits are printed as they are: amounts here have fewer
/// than the fifteen that a JSON number keeps.
pub(in crate::warren) fn number(amount: Decimal) -> Value {
    Value::from(amount.normalize().to_string().parse::<f64>().unwrap_or_default())
}

/// The amount as a whole number, which clients demand in some places.
pub(in crate::warren) fn whole(amount: Decimal) -> Value {
    Value::from(amount.round().to_i64().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_printed_as_they_are() {
        for (amount, printed) in [
            ("0.8219", "0.8219"),
            ("1234567890.1234", "1234567890.1234"),
            ("0.10", "0.1"),
            ("-3.44", "-3.44"),
            ("10", "10.0"),
        ] {
            assert_eq!(number(amount.parse().unwrap()).to_string(), printed);
        }
        assert_eq!(whole("52.6".parse().unwrap()).to_string(), "53");
    }
}
