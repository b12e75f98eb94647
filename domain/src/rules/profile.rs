//! The profile of the person whom a Warren token belongs to.

use crate::error::DomainError;
use crate::rules::label::{DISPLAY_NAME_MAX_CHARS, optional};

/// The fields that can be changed ("Modify Profile Info"); all are optional.
pub const PROFILE_FIELDS: [&str; 4] = ["first_name", "last_name", "phone_number", "personal_id_number"];

/// Checks one field; `None` when it is empty. A phone number has "any format" in the document; it must have a
/// digit.
///
/// # Errors
/// Beside `field`, also when no such field can be changed.
pub fn profile_field(field: &str, text: &str) -> Result<Option<String>, DomainError> {
    if !PROFILE_FIELDS.contains(&field) {
        return Err(DomainError::invalid(field, "The provider's API does not change this."));
    }
    let text = optional(field, text, DISPLAY_NAME_MAX_CHARS)?;
    match text {
        Some(number) if field == "phone_number" && !number.contains(|c: char| c.is_ascii_digit()) => {
            Err(DomainError::invalid(field, "Enter a phone number."))
        }
        text => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for field in PROFILE_FIELDS {
            assert_eq!(profile_field(field, " ").unwrap(), None);
            assert!(profile_field(field, "a\nb").is_err());
        }
        assert_eq!(profile_field("phone_number", "+98765").unwrap().as_deref(), Some("+98765"));
        assert_eq!(profile_field("phone_number", "none").unwrap_err().field.as_deref(), Some("phone_number"));
        assert_eq!(profile_field("first_name", " Cloudia ").unwrap().as_deref(), Some("Cloudia"));
        assert!(profile_field("email", "a@b.cd").is_err());
    }
}
