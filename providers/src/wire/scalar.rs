//! One scalar, whatever JSON type the provider chose today.

use domain::timestamp::Timestamp;
use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{decimal, time};

/// A string, number or boolean by its text. Null, a missing field, an object and an array are all "nothing".
///
/// Read from the raw text of the JSON: a number keeps every digit and never becomes a float.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scalar(Option<String>);

impl Scalar {
    /// The text without space around it; `None` for nothing, an empty text and `n/a`.
    pub(crate) fn text(&self) -> Option<&str> {
        let text = self.0.as_deref()?.trim();
        (!text.is_empty() && !text.eq_ignore_ascii_case("n/a")).then_some(text)
    }

    /// The text to the last space, for secrets.
    pub(crate) fn raw(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The text as its own string.
    pub(crate) fn owned(&self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    /// Yes or no in any of the spellings that providers use.
    pub(crate) fn flag(&self) -> Option<bool> {
        match self.text()?.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" | "on" => Some(true),
            "0" | "false" | "no" | "off" => Some(false),
            _ => None,
        }
    }

    /// The exact number.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        decimal::parse(self.text()?)
    }

    /// A whole number from nought on; `None` for fractions and for what does not fit.
    pub(crate) fn whole(&self) -> Option<u32> {
        let number = self.decimal()?;
        if number.fract().is_zero() { u32::try_from(number.trunc()).ok() } else { None }
    }

    /// As [`Scalar::whole`] for larger numbers, such as ids.
    pub(crate) fn number(&self) -> Option<u64> {
        let number = self.decimal()?;
        if number.fract().is_zero() { u64::try_from(number.trunc()).ok() } else { None }
    }

    /// A point in time in one of the forms of `facts.md`.
    pub(crate) fn timestamp(&self) -> Option<Timestamp> {
        time::timestamp(self.text()?)
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        Ok(Self(match raw.as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw).ok(),
            Some(b'{' | b'[' | b'n') | None => None,
            Some(_) => Some(raw.to_owned()),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(json: &str) -> Scalar {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn every_json_type_is_taken() {
        for (json, text) in [
            ("\"2\"", Some("2")),
            ("2", Some("2")),
            ("true", Some("true")),
            ("\" a \\u00e9 \\/ \"", Some("a é /")),
            ("null", None),
            ("\"\"", None),
            ("\"n/a\"", None),
            ("{}", None),
            ("[1]", None),
        ] {
            assert_eq!(scalar(json).text(), text, "{json}");
        }
    }

    #[test]
    fn flags_come_in_many_spellings() {
        for yes in ["true", "1", "\"1\"", "\"True\"", "\"yes\""] {
            assert_eq!(scalar(yes).flag(), Some(true), "{yes}");
        }
        for no in ["false", "0", "\"0\"", "\"False\""] {
            assert_eq!(scalar(no).flag(), Some(false), "{no}");
        }
        assert_eq!(scalar("\"maybe\"").flag(), None);
        assert_eq!(scalar("null").flag(), None);
    }

    #[test]
    fn whole_numbers_are_whole_and_fit() {
        for (json, number) in [
            ("2", Some(2)),
            ("\"2048\"", Some(2048)),
            ("2.0", Some(2)),
            ("2e3", Some(2000)),
            ("2.5", None),
            ("-1", None),
            ("4294967296", None),
            ("\"two\"", None),
        ] {
            assert_eq!(scalar(json).whole(), number, "{json}");
        }
    }

    #[test]
    fn numbers_keep_every_digit() {
        for (json, exact) in [
            ("3.42e-05", "0.0000342"),
            ("0.1", "0.1"),
            ("\"93.6425\"", "93.6425"),
            ("12345678901234567890.12345678", "12345678901234567890.12345678"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("\"0.134243111111080000000000000000\"", "0.13424311111108"),
        ] {
            assert_eq!(scalar(json).decimal().unwrap().normalize().to_string(), exact, "{json}");
        }
    }
}
