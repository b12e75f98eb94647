//! Request parameters: query, form and JSON, decoded as the providers decode them.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// Names and values in the order sent; a name may repeat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query, where a `+` is a space: clients of three languages write it so, and nobody saw it refused.
    pub(crate) fn from_query(text: &str) -> Self {
        Self::from_form(&text.replace('+', "%20"))
    }

    /// Reads a form. Only `%XX` is decoded: a `+` is a plus, as it was seen on a live Warren.
    pub(crate) fn from_form(text: &str) -> Self {
        let decode = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// The fields of a JSON object as they would read in a form.
    pub(crate) fn from_json(fields: &Map<String, Value>) -> Self {
        Self(fields.iter().flat_map(|(name, value)| flatten(name, value)).collect())
    }

    /// The first value under this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of a repeated field, in the order sent; a JSON list counts as one.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A JSON field as it would read in a form; null counts as not sent, a list as a repeated field.
fn flatten(name: &str, value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![(name.to_owned(), text.clone())],
        Value::Array(items) => items.iter().flat_map(|item| flatten(name, item)).collect(),
        other => vec![(name.to_owned(), other.to_string())],
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
    fn in_a_query_a_plus_is_a_space() {
        let params = Params::from_query("a=x+y%2Bz&b+c=1");
        assert_eq!((params.get("a"), params.get("b c")), (Some("x y+z"), Some("1")));
    }

    #[test]
    fn a_repeated_field_keeps_all_its_values_in_order() {
        let form = Params::from_form("k=one&x=1&k=two");
        assert_eq!(form.all("k").collect::<Vec<_>>(), ["one", "two"]);
        let Value::Object(object) = serde_json::json!({"k": ["one", null, "two"]}) else { unreachable!() };
        assert_eq!(Params::from_json(&object).all("k").collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(form.all("z").next(), None);
    }
}
