//! Whatever arrives, nothing breaks; and what serde takes is read as serde reads it.

use std::fmt::Debug;

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{FromJson, Json, parse, read};

/// Holds both readers against each other over everything that `text` becomes when one of its values is another one, is
/// missing or has a neighbour that nobody knows; and over everything that it begins with.
pub fn alike_when_changed<T: DeserializeOwned + FromJson + PartialEq + Debug>(text: &str) {
    let text = text.trim();
    for (end, _) in text.char_indices() {
        assert_eq!(read::<T>(&text[..end]), None, "cut off at {end}: {text}");
    }
    let original: Value = serde_json::from_str(text).unwrap();
    for changed in changed(&original) {
        let written = changed.to_string();
        // What serde refuses may be read here, for old pages bear more with new servers that way.
        let ours = read::<T>(&written);
        if let Ok(expected) = serde_json::from_str::<T>(&written) {
            assert_eq!(ours, Some(expected), "{written}");
        }
    }
}

fn changed(value: &Value) -> Vec<Value> {
    let mut all = vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(4_294_967_296_u64),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1.5),
        json!(""),
        json!("\"><img src=x onerror=alert(1)></script>{{\\u0041\u{202e}\u{0}\u{1F680}"),
        json!([]),
        json!({}),
    ];
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let with = |inner| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), inner);
                    Value::Object(fields)
                };
                all.extend(changed(inner).into_iter().map(with));
                let mut without = fields.clone();
                without.remove(name);
                all.push(Value::Object(without));
            }
            let mut more = fields.clone();
            more.insert("something \"new\"".to_owned(), json!({ "a": [1, { "b": null }] }));
            all.push(Value::Object(more));
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let with = |item| {
                    let mut items = items.clone();
                    items[at] = item;
                    Value::Array(items)
                };
                all.extend(changed(item).into_iter().map(with));
                let mut without = items.clone();
                without.remove(at);
                all.push(Value::Array(without));
            }
        }
        _ => {}
    }
    all
}

/// What our reader read, as serde has it.
fn value_of(json: Json<'_>) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(is) => is.into(),
        Json::Number(number) => number.into(),
        Json::Text(text) => text.into(),
        Json::List(items) => items.into_iter().map(value_of).collect(),
        Json::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name.to_owned(), value_of(value))).collect()
        }
    }
}

/// Values whose fields have names that are written as they are, as ours all have.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\\\\\"u/dcD8-9]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,9}", inner, 0..6)
                .prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #[test]
    fn every_value_that_serde_writes_is_read(value in any_value()) {
        for written in [serde_json::to_string(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap()] {
            prop_assert_eq!(parse::value(&written).map(value_of), Some(value.clone()), "{}", written);
        }
    }

    #[test]
    fn every_letter_is_read_from_its_escape(text in any::<String>()) {
        let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        prop_assert_eq!(read::<String>(&format!("\"{escaped}\"")), Some(text));
    }

    /// Nothing that arrives ends the page, and no valid text is refused.
    #[test]
    fn any_text_is_read_or_refused(text in "([\\[\\]{}:,\"\\\\ \n]|null|true|-?[0-9]{1,3}|\\\\u[0-9a-fD]{4}|\\PC){0,24}") {
        let ours = parse::value(&text);
        let whole = |value: &Value| !has_fraction(value) && !text.contains('\\');
        if let Some(value) = serde_json::from_str(&text).ok().filter(whole) {
            prop_assert!(ours.is_some(), "{} is {}", text, value);
        }
    }
}

fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_i64().is_none(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(fields) => fields.values().any(has_fraction),
        _ => false,
    }
}

#[test]
fn what_is_deeper_than_anything_of_ours_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| format!("{}null{}", open.repeat(depth), close.repeat(depth));
        assert!(parse::value(&nested(30)).is_some());
        assert_eq!(parse::value(&nested(200)), None);
        assert_eq!(parse::value(&open.repeat(1_000_000)), None);
    }
}
