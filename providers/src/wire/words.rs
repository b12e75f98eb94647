//! Lists of plain words.

use serde::de::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::Scalar;

/// The scalars of a list; anything but a list has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) Vec<Scalar>);

impl Words {
    /// The words that say something.
    pub(crate) fn owned(&self) -> Vec<String> {
        self.0.iter().filter_map(Scalar::owned).collect()
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        Ok(Self(serde_json::from_str(raw.get()).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_members_and_odd_lists_do_no_harm() {
        for (json, words) in [
            (r#"["a",7,{"b":1},null,"",["c"]]"#, vec!["a", "7"]),
            ("[]", vec![]),
            ("\"a\"", vec![]),
            ("{}", vec![]),
            ("null", vec![]),
        ] {
            assert_eq!(serde_json::from_str::<Words>(json).unwrap().owned(), words, "{json}");
        }
    }
}
