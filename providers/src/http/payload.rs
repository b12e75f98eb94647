//! What a request carries besides its address: form fields or JSON, with secrets that only the wire sees.

use std::fmt;

use http::header::HeaderValue;
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};

use super::form;

/// Stands for a secret where people read a request.
const HIDDEN: &str = "[secret]";

/// The value of a form field.
#[derive(Clone)]
pub(crate) enum Value {
    /// Shown in plans.
    Plain(String),
    /// Known to the wire alone; nothing yet while a plan is made.
    Secret(Option<SecretString>),
}

/// A request's body.
#[derive(Clone, Debug, Default)]
pub(crate) enum Payload {
    /// Nothing.
    #[default]
    Empty,
    /// Form fields in their order; a name may repeat.
    Form(Vec<(&'static str, Value)>),
    /// A JSON document without secrets.
    Json(serde_json::Value),
}

impl Payload {
    /// Adds a form field; what was no form becomes one.
    pub(super) fn push(&mut self, name: &'static str, value: Value) {
        if let Self::Form(fields) = self {
            fields.push((name, value));
        } else {
            *self = Self::Form(vec![(name, value)]);
        }
    }

    /// The body as it is sent, with its type. `Err` when a secret is missing.
    pub(super) fn encode(&self) -> Result<Option<(HeaderValue, String)>, MissingSecret> {
        match self {
            Self::Empty => Ok(None),
            Self::Form(fields) => {
                let mut plain = Vec::with_capacity(fields.len());
                for (name, value) in fields {
                    plain.push((*name, value.wire().ok_or(MissingSecret)?));
                }
                let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
                Ok(Some((kind, form::encode(plain))))
            }
            Self::Json(body) => Ok(Some((HeaderValue::from_static("application/json"), body.to_string()))),
        }
    }

    /// What is in it that nobody may read in an answer.
    pub(crate) fn secrets(&self) -> Vec<SecretString> {
        let Self::Form(fields) = self else { return Vec::new() };
        let secret = |(_, value): &(_, Value)| match value {
            Value::Plain(_) => None,
            Value::Secret(secret) => secret.clone(),
        };
        fields.iter().filter_map(secret).collect()
    }

    /// For people: the body with its secrets hidden.
    pub(super) fn describe(&self) -> Option<String> {
        match self {
            Self::Empty => None,
            Self::Form(fields) => {
                Some(form::encode(fields.iter().map(|(name, value)| (*name, value.shown()))))
            }
            Self::Json(body) => Some(body.to_string()),
        }
    }
}

/// A change needs a secret that nobody gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MissingSecret;

impl Value {
    fn wire(&self) -> Option<&str> {
        match self {
            Self::Plain(text) => Some(text),
            Self::Secret(secret) => secret.as_ref().map(ExposeSecret::expose_secret),
        }
    }

    fn shown(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(_) => HIDDEN,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Plain(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Plain(flag.to_string())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Plain(number.to_string())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Plain(number.to_string())
    }
}

/// Without exponent and without zeros at the end.
impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Plain(number.normalize().to_string())
    }
}

/// A secret that may only come later; plans show that it is there.
impl From<&Option<SecretString>> for Value {
    fn from(secret: &Option<SecretString>) -> Self {
        Self::Secret(secret.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_sent_and_not_shown() {
        let secret = Some(SecretString::from("p ss"));
        let mut payload = Payload::default();
        payload.push("name", Value::from("a b"));
        payload.push("password", Value::from(&secret));
        assert_eq!(payload.encode().unwrap().unwrap().1, "name=a%20b&password=p%20ss");
        assert_eq!(payload.describe().unwrap(), "name=a%20b&password=%5Bsecret%5D");
        assert!(!format!("{payload:?}").contains("p ss"));
        payload.push("again", Value::from(&None));
        assert_eq!(payload.encode(), Err(MissingSecret));
    }
}
