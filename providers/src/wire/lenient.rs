//! Objects and lists that survive the odd member.

use serde::de::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// `text` as an object; `None` for anything else. Left to itself, serde also reads arrays as objects, field by field.
pub(crate) fn object<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    if text.trim_ascii_start().starts_with('{') { serde_json::from_str(text).ok() } else { None }
}

/// An object if it is one. PHP prints empty objects as `[]`, and anything else counts as missing too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lenient<T>(pub(crate) Option<T>);

impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        Ok(Self(object(raw.get())))
    }
}

/// The objects that could be read, and how many could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct List<T> {
    pub(crate) items: Vec<T>,
    pub(crate) skipped: usize,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), skipped: 0 }
    }
}

/// Null counts as an empty list; anything but a list is an error, because "no servers" must not be guessed.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raws = Option::<Vec<&'de RawValue>>::deserialize(deserializer)?.unwrap_or_default();
        let all = raws.len();
        let items: Vec<T> = raws.into_iter().filter_map(|raw| object(raw.get())).collect();
        let skipped = all - items.len();
        Ok(Self { items, skipped })
    }
}

/// For lists that a screen can do without: `None` when it is none.
pub(crate) fn loosely<'de, D, T>(deserializer: D) -> Result<Option<List<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let raw = <&'de RawValue>::deserialize(deserializer)?;
    Ok(if raw.get().starts_with('[') { serde_json::from_str(raw.get()).ok() } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Scalar;

    #[derive(Debug, Default, PartialEq, Eq, serde::Deserialize)]
    #[serde(default)]
    struct Row {
        a: Scalar,
        inner: Lenient<Inner>,
    }

    #[derive(Debug, Default, PartialEq, Eq, serde::Deserialize)]
    #[serde(default)]
    struct Inner {
        b: Scalar,
    }

    #[test]
    fn odd_members_do_not_spoil_the_rest() {
        let text = r#"[{"a":1,"inner":[]},7,{"a":"x","inner":{"b":2}},null,["a"],{"inner":"text"}]"#;
        let list: List<Row> = serde_json::from_str(text).unwrap();
        assert_eq!((list.items.len(), list.skipped), (3, 3));
        assert_eq!(list.items[0].inner.0, None);
        assert_eq!(list.items[1].inner.0.as_ref().unwrap().b.text(), Some("2"));
    }

    #[test]
    fn only_null_is_an_empty_list() {
        assert_eq!(serde_json::from_str::<List<Row>>("null").unwrap().items.len(), 0);
        for text in ["{}", "true", "\"\"", "3"] {
            assert!(serde_json::from_str::<List<Row>>(text).is_err(), "{text}");
        }
    }
}
