//! Replicas as Warren spells them.

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::value::RawValue;

use crate::wire::{Scalar, object};

/// A row of `GET user-resource/vm/replica`, and of a disk's `replica`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::warren) struct Replica {
    pub(in crate::warren) uuid: Scalar,
    #[serde(rename = "type")]
    pub(in crate::warren) kind: Scalar,
    pub(in crate::warren) master_uuid: Scalar,
    pub(in crate::warren) size: Scalar,
    pub(in crate::warren) created_at: Scalar,
}

/// The replicas of a disk: objects in the documents, bare ids on some live services. Whatever else stands
/// there is none.
#[derive(Debug, Default)]
pub(in crate::warren) struct Rows(pub(in crate::warren) Vec<Replica>);

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?.get();
        let rows: Vec<&RawValue> =
            if raw.starts_with('[') { serde_json::from_str(raw).unwrap_or_default() } else { Vec::new() };
        let row = |raw: &RawValue| match raw.get().as_bytes().first() {
            Some(b'"') => Some(Replica { uuid: serde_json::from_str(raw.get()).ok()?, ..Replica::default() }),
            _ => object(raw.get()),
        };
        Ok(Self(rows.into_iter().filter_map(row).collect()))
    }
}
