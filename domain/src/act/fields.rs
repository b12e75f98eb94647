//! The fields of a form as they stand in an address: names with values, in the order of the form, a name perhaps several
//! times.

use serde::{Deserialize, Serialize};

/// Names and values. A value may be someone's script with passwords in it, so its `Debug` has names and lengths alone.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(pub Vec<(String, String)>);

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name, value.chars().count()))).finish()
    }
}

impl Fields {
    /// The value of `name`, trimmed; `None` when it is not there or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.raw(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// The value of `name` as typed; `None` when the form did not have it.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every value of `name` that is not empty, as ticks and lists give them.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let of_name = self.0.iter().filter(move |(known, _)| known == name);
        of_name.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether the tick `name` is set.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value != "0" && value != "false")
    }

    /// Adds one.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k8_values_are_not_in_the_debug_form() {
        let fields: Fields = [("cloud_init", "hunter2")].into_iter().collect();
        assert_eq!(format!("{fields:?}"), r#"{"cloud_init": 7}"#);
    }

    #[test]
    fn values_are_found_by_name() {
        let fields: Fields =
            [("name", " web "), ("tag", "a"), ("tag", "b"), ("backups", "1"), ("ip", "0"), ("note", "  ")]
                .into_iter()
                .collect();
        assert_eq!(fields.get("name"), Some("web"));
        assert_eq!(fields.raw("name"), Some(" web "));
        assert_eq!(fields.get("note"), None);
        assert_eq!(fields.all("tag").collect::<Vec<_>>(), ["a", "b"]);
        assert!(fields.is_on("backups") && !fields.is_on("ip") && !fields.is_on("missing"));
    }
}
