//! A list of objects, one a server, its members in the order of the fields.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::cells::Value;

/// One row with its names.
struct Row<'r> {
    names: &'r [&'r str],
    values: Vec<Value>,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (name, value) in self.names.iter().zip(&self.values) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => list.serialize(serializer),
            Self::Whole(number) => serializer.serialize_u32(*number),
            // A number would be rounded by most readers.
            Self::Amount(amount) => serializer.collect_str(amount),
            Self::Truth(truth) => serializer.serialize_bool(*truth),
        }
    }
}

/// The whole file, a row a line.
pub(super) fn write(names: &[&str], rows: impl Iterator<Item = Vec<Value>>) -> String {
    let rows = rows.map(|values| Row { names, values });
    // Texts, numbers and lists of texts always have a form in JSON.
    let lines: Vec<String> = rows.map(|row| serde_json::to_string(&row).unwrap_or_default()).collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_in_order_and_amounts_are_exact() {
        let row = vec![
            Value::Text("a\"b".to_owned()),
            Value::Amount("0.1000000001".parse().unwrap()),
            Value::List(vec!["x".to_owned()]),
            Value::Unknown,
            Value::Whole(2),
            Value::Truth(false),
        ];
        let names = ["name", "cost_month", "tags", "image", "vcpus", "backups"];
        assert_eq!(
            write(&names, [row].into_iter()),
            "[\n{\"name\":\"a\\\"b\",\"cost_month\":\"0.1000000001\",\"tags\":[\"x\"],\"image\":null,\"vcpus\":2,\
             \"backups\":false}\n]\n"
        );
        assert_eq!(write(&names, std::iter::empty()), "[]\n");
    }
}
