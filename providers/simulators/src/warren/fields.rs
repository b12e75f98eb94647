//! Reading a call's parameters by type, with the refusal of each that is missing or of another type.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::Value;

use super::errors::error;
use crate::http::{Call, Reply};

fn missing(name: &str) -> Reply {
    error(400, name, &format!("Required parameter '{name}' not supplied"))
}

/// The parameter, or the refusal that names it.
pub(super) fn required<'a>(call: &'a Call, name: &str) -> Result<&'a str, Reply> {
    call.param(name).ok_or_else(|| missing(name))
}

/// A whole number, if it is there.
pub(super) fn whole_number(call: &Call, name: &str) -> Result<Option<u64>, Reply> {
    parsed(call, name, "Invalid whole number provided")
}

/// A whole number that must be there.
pub(super) fn required_number(call: &Call, name: &str) -> Result<u64, Reply> {
    whole_number(call, name)?.ok_or_else(|| missing(name))
}

/// An amount of money, if it is there.
pub(super) fn decimal(call: &Call, name: &str) -> Result<Option<Decimal>, Reply> {
    parsed(call, name, "Invalid decimal number provided")
}

/// Above every amount that is paid; a bound against overflow.
const MOST: Decimal = Decimal::from_parts(3_567_587_328, 232, 0, false, 0);

/// An amount of money that must be there and be more than nothing. That more than a million millions is refused is a
/// guess, as are the words.
pub(super) fn amount(call: &Call, name: &str) -> Result<Decimal, Reply> {
    let amount = amount_if_sent(call, name)?.ok_or_else(|| missing(name))?;
    if amount.is_zero() { Err(error(400, name, "Amount must be greater than zero.")) } else { Ok(amount) }
}

/// As [`amount`], where it may be absent or nothing.
pub(super) fn amount_if_sent(call: &Call, name: &str) -> Result<Option<Decimal>, Reply> {
    let Some(amount) = decimal(call, name)? else { return Ok(None) };
    if amount.is_sign_negative() && !amount.is_zero() || amount > MOST {
        return Err(error(400, name, "Invalid amount provided"));
    }
    Ok(Some(amount))
}

fn parsed<T: FromStr>(call: &Call, name: &str, complaint: &str) -> Result<Option<T>, Reply> {
    let parse = |text: &str| text.parse().map_err(|_| error(400, name, complaint));
    call.param(name).map(parse).transpose()
}

/// A true or false value in any of the spellings that the documents use; absent means false.
pub(super) fn truth(call: &Call, name: &str) -> Result<bool, Reply> {
    Ok(truth_if_sent(call, name)?.unwrap_or(false))
}

/// As [`truth`], where absent means something else than false.
pub(super) fn truth_if_sent(call: &Call, name: &str) -> Result<Option<bool>, Reply> {
    let Some(text) = call.param(name) else { return Ok(None) };
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "1" => Ok(Some(true)),
        "false" | "f" | "0" => Ok(Some(false)),
        _ => Err(error(400, name, "Invalid value passed in for true/false field")),
    }
}

/// A text that a JSON body must have under this name. A value of another type counts as missing.
pub(super) fn json_text<'a>(call: &'a Call, name: &str) -> Result<&'a str, Reply> {
    let value = call.json.as_ref().and_then(|body| body.get(name));
    value.and_then(Value::as_str).ok_or_else(|| missing(name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::warren::testing::{body_of, form, json_call};

    #[test]
    fn numbers_are_read_or_refused_under_their_name() {
        let call = form("whole=20&decimal=0.10&bad=1,5&negative=-1");
        assert_eq!(whole_number(&call, "whole").unwrap(), Some(20));
        assert_eq!(required_number(&call, "whole").unwrap(), 20);
        assert_eq!(whole_number(&call, "absent").unwrap(), None);
        assert_eq!(decimal(&call, "decimal").unwrap(), Some(Decimal::new(10, 2)));
        assert_eq!(decimal(&call, "absent").unwrap(), None);
        for name in ["bad", "negative", "decimal"] {
            let refusal = whole_number(&call, name).unwrap_err();
            let words = json!({"errors": {name: "Invalid whole number provided"}});
            assert_eq!((refusal.status, body_of(&refusal)), (400, words));
        }
        let refusal = decimal(&call, "bad").unwrap_err();
        assert_eq!(body_of(&refusal)["errors"]["bad"], "Invalid decimal number provided");
        let refusal = required_number(&call, "absent").unwrap_err();
        assert_eq!(body_of(&refusal)["errors"]["absent"], "Required parameter 'absent' not supplied");
    }

    #[test]
    fn a_truth_that_is_not_sent_can_be_told_from_false() {
        let call = form("yes=True&no=0&odd=yes");
        assert_eq!(truth_if_sent(&call, "yes").unwrap(), Some(true));
        assert_eq!(truth_if_sent(&call, "no").unwrap(), Some(false));
        assert_eq!(truth_if_sent(&call, "absent").unwrap(), None);
        assert!(!truth(&call, "absent").unwrap());
        assert_eq!(truth(&call, "odd").unwrap_err().status, 400);
    }

    #[test]
    fn a_json_text_is_a_text() {
        let call = json_call(json!({"name": "front", "number": 7, "nothing": null}));
        assert_eq!(json_text(&call, "name").unwrap(), "front");
        for name in ["number", "nothing", "absent"] {
            let words = format!("Required parameter '{name}' not supplied");
            assert_eq!(body_of(&json_text(&call, name).unwrap_err())["errors"][name], words);
        }
        assert!(json_text(&form("name=front"), "name").is_err());
    }
}
