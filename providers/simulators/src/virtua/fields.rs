//! Reading fields whose names and encodings the sources spell differently. What comes with a JSON content type may be
//! JSON or, as in the reference's own examples, a form.

use super::errors::refuse;
use crate::http::{Call, Reply};

/// The first of these names that was sent.
pub(super) fn sent<'a>(call: &'a Call, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| call.param(name)).filter(|text| !text.is_empty())
}

/// As [`sent`], or the refusal that names the first of them.
pub(super) fn one_of(call: &Call, names: &[&str]) -> Result<String, Reply> {
    let name = names.first().copied().unwrap_or_default();
    let missing = || refuse(422, "missing_parameter", &format!("The parameter {name} is required."));
    sent(call, names).map(str::to_owned).ok_or_else(missing)
}

/// A boolean in any spelling, if it was sent.
pub(super) fn flag_sent(call: &Call, names: &[&str]) -> Result<Option<bool>, Reply> {
    match sent(call, names).map(str::to_ascii_lowercase).as_deref() {
        None => Ok(None),
        Some("1" | "true") => Ok(Some(true)),
        Some("0" | "false") => Ok(Some(false)),
        Some(_) => {
            let name = names.first().copied().unwrap_or_default();
            Err(refuse(422, "invalid_parameter", &format!("The parameter {name} is 0 or 1.")))
        }
    }
}
