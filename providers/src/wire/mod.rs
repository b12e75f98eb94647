//! Values as providers really send them: scalars of any JSON type, objects that are sometimes something else, times
//! in several forms. Nothing here fails because one field is odd.

mod address;
mod decimal;
mod lenient;
mod scalar;
mod time;
mod words;

pub(crate) use address::{address, sort_public_first};
pub(crate) use lenient::{Lenient, List, loosely, object};
pub(crate) use scalar::Scalar;
pub(crate) use words::Words;

/// Any JSON text, nested a few levels deep.
#[cfg(test)]
pub(crate) fn json() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|b| b.to_string()),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,4})?",
        ".{0,40}".prop_map(|text| serde_json::Value::from(text).to_string()),
    ];
    leaf.prop_recursive(4, 64, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(|all| format!("[{}]", all.join(","))),
            proptest::collection::vec(("[a-z_]{0,8}", inner), 0..6).prop_map(|all| {
                let members: Vec<_> =
                    all.into_iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}
