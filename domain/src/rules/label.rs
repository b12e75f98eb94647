//! Names that are for people only: networks, floating IPs, balancers, service packages, descriptions.

use crate::error::DomainError;

/// Most characters of a display name. The documents call these "basic text" and give no limit; this is ours.
pub const DISPLAY_NAME_MAX_CHARS: usize = 255;
/// Most characters of a description. The documents give no limit; this is ours.
pub const DESCRIPTION_MAX_CHARS: usize = 1000;

/// Checks a name that must be there, and trims it.
///
/// Warren documents, everywhere `display_name` or `name` is "Basic text / string value".
///
/// # Errors
/// Beside `field`: empty, longer than [`DISPLAY_NAME_MAX_CHARS`], or with control characters.
pub fn display_name(field: &str, text: &str) -> Result<String, DomainError> {
    match optional(field, text, DISPLAY_NAME_MAX_CHARS)? {
        Some(name) => Ok(name),
        None => Err(DomainError::invalid(field, "Enter a name.")),
    }
}

/// Checks a name that may be left out (floating IP and load balancer on create); `None` when it is.
///
/// # Errors
/// Beside `field`: longer than [`DISPLAY_NAME_MAX_CHARS`], or with control characters.
pub fn optional_display_name(field: &str, text: &str) -> Result<Option<String>, DomainError> {
    optional(field, text, DISPLAY_NAME_MAX_CHARS)
}

/// Checks a description, which may be empty ("Create VM", parameter `description`).
///
/// # Errors
/// Beside field `description`.
pub fn description(text: &str) -> Result<Option<String>, DomainError> {
    optional("description", text, DESCRIPTION_MAX_CHARS)
}

/// Trims `text` and refuses what no one-line text field holds.
pub(super) fn optional(field: &str, text: &str, max: usize) -> Result<Option<String>, DomainError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > max {
        return Err(DomainError::invalid(field, format!("Use at most {max} characters.")));
    }
    if text.chars().any(char::is_control) {
        return Err(DomainError::invalid(field, "Use one line, without control characters."));
    }
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_one_line_and_bounded() {
        assert_eq!(display_name("name", "  my LB ").unwrap(), "my LB");
        assert_eq!(display_name("name", &"é".repeat(255)).unwrap().chars().count(), 255);
        for wrong in ["", " \t ", "a\nb", &"x".repeat(256)] {
            assert_eq!(display_name("name", wrong).unwrap_err().field.as_deref(), Some("name"), "{wrong:?}");
        }
    }

    #[test]
    fn what_may_be_left_out_may_be_empty() {
        assert_eq!(optional_display_name("name", "  ").unwrap(), None);
        assert_eq!(description("").unwrap(), None);
        assert_eq!(description("web").unwrap().as_deref(), Some("web"));
        assert!(description(&"x".repeat(1001)).is_err());
    }
}
