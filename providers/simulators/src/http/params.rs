//! Request parameters: query, form and JSON, decoded as the providers decode them.

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Which bodies a route reads. A body of another kind is ignored, so its fields count as missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    None,
    FormOrJson,
}

/// The body claims to be JSON and is not.
pub(crate) struct BadBody;

/// Names and values in the order sent; a name may repeat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a form or a query. Only `%XX` is decoded: a `+` is a plus, as it was seen on a live Warren.
    pub(crate) fn from_form(text: &str) -> Self {
        let decode = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// Reads a body by its content type, as far as the route takes that encoding.
    pub(crate) fn from_body(encoding: Encoding, content_type: &str, body: &[u8]) -> Result<Self, BadBody> {
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match (encoding, kind.as_str()) {
            (Encoding::FormOrJson, "application/x-www-form-urlencoded") => {
                Ok(Self::from_form(&String::from_utf8_lossy(body)))
            }
            (Encoding::FormOrJson, "application/json") => Self::from_json(body),
            _ => Ok(Self::default()),
        }
    }

    fn from_json(body: &[u8]) -> Result<Self, BadBody> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self(fields.into_iter().flat_map(flatten).collect())),
            _ => Err(BadBody),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A JSON field as it would read in a form; null counts as not sent, a list as a repeated field.
fn flatten((name, value): (String, Value)) -> Vec<(String, String)> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![(name, text)],
        Value::Array(items) => items.into_iter().flat_map(|item| flatten((name.clone(), item))).collect(),
        other => vec![(name, other.to_string())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_stays_a_plus_and_percent_20_is_a_space() {
        let params = Params::from_form("a=x+y&b=x%20y&c&=d&&");
        assert_eq!(params.get("a"), Some("x+y"));
        assert_eq!(params.get("b"), Some("x y"));
        assert_eq!(params.get("c"), Some(""));
        assert_eq!(params.get("z"), None);
    }

    #[test]
    fn a_body_counts_only_in_an_encoding_that_the_route_takes() {
        let read = |encoding, kind, body: &str| Params::from_body(encoding, kind, body.as_bytes());
        let json =
            read(Encoding::FormOrJson, "application/json; charset=utf-8", r#"{"n":2,"f":true,"z":null}"#);
        let json = json.unwrap_or_default();
        assert_eq!((json.get("n"), json.get("f"), json.get("z")), (Some("2"), Some("true"), None));
        assert!(read(Encoding::FormOrJson, "application/json", "{").is_err());
        let unread = read(Encoding::FormOrJson, "text/plain", "a=1").unwrap_or_default();
        assert_eq!(unread.get("a"), None);
    }
}
