//! Rules for what people type, shown beside the field before anything is sent. The server applies the same ones.

use crate::error::DomainError;

/// Shortest password (security.md P4).
pub const PASSWORD_MIN_CHARS: usize = 12;
/// Longest password.
pub const PASSWORD_MAX_CHARS: usize = 128;

/// Checks an e-mail address and gives its canonical form: trimmed, lower case.
///
/// # Errors
/// Beside field `email`, when it is not an address.
pub fn email(text: &str) -> Result<String, DomainError> {
    let text = text.trim().to_lowercase();
    let wrong = || DomainError::invalid("email", "Enter an e-mail address, such as ana@example.com.");
    let (local, host) = text.split_once('@').ok_or_else(wrong)?;
    let fine = !local.is_empty()
        && host.len() >= 3
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && text.len() <= 254
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
        && !host.contains('@');
    if fine { Ok(text) } else { Err(wrong()) }
}

/// Checks the length of a new password; the server also refuses well-known ones.
///
/// # Errors
/// Beside field `password`, when it is too short or too long.
pub fn new_password(text: &str) -> Result<(), DomainError> {
    match text.chars().count() {
        0..PASSWORD_MIN_CHARS => Err(DomainError::invalid(
            "password",
            format!("Use at least {PASSWORD_MIN_CHARS} characters. A sentence you remember is good."),
        )),
        PASSWORD_MIN_CHARS..=PASSWORD_MAX_CHARS => Ok(()),
        _ => Err(DomainError::invalid("password", format!("Use at most {PASSWORD_MAX_CHARS} characters."))),
    }
}

/// Checks a person's name.
///
/// # Errors
/// Beside field `name`.
pub fn person_name(text: &str) -> Result<String, DomainError> {
    label("name", text, 80)
}

/// Checks what a team calls an API key.
///
/// # Errors
/// Beside field `label`.
pub fn credential_label(text: &str) -> Result<String, DomainError> {
    label("label", text, 60)
}

/// Checks what a saved view, a public key or a script is called.
///
/// # Errors
/// Beside field `name`.
pub fn saved_name(text: &str) -> Result<String, DomainError> {
    label("name", text, 60)
}

fn label(field: &str, text: &str, max: usize) -> Result<String, DomainError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DomainError::invalid(field, "Enter a name."));
    }
    if text.chars().count() > max {
        return Err(DomainError::invalid(field, format!("Use at most {max} characters.")));
    }
    if text.chars().any(char::is_control) {
        return Err(DomainError::invalid(field, "Use letters, digits, spaces and punctuation only."));
    }
    Ok(text.to_owned())
}

/// Checks the form of an API key without saying anything about its value.
///
/// # Errors
/// Beside field `key`, when nothing could be a key: empty, white space inside, or not printable ASCII.
pub fn api_key(text: &str) -> Result<&str, DomainError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DomainError::invalid("key", "Paste the API key."));
    }
    if text.len() > 512 {
        return Err(DomainError::invalid(
            "key",
            "This is longer than any provider's key. Paste the key alone.",
        ));
    }
    if !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(DomainError::invalid(
            "key",
            "A key has no spaces or special letters. Paste the key alone.",
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_are_canonical() {
        assert_eq!(email(" Ana@Example.COM ").unwrap(), "ana@example.com");
        for wrong in ["", "ana", "@example.com", "ana@", "ana@host", "a b@example.com", "a@b@c.de", "a@.com"]
        {
            assert_eq!(email(wrong).unwrap_err().field.as_deref(), Some("email"), "{wrong}");
        }
    }

    #[test]
    fn p4_password_length_counts_characters() {
        assert!(new_password("twelve chars").is_ok());
        assert!(new_password("ééééééééééé").is_err());
        assert!(new_password(&"x".repeat(128)).is_ok());
        assert!(new_password(&"x".repeat(129)).is_err());
    }

    #[test]
    fn keys_are_trimmed_and_printable() {
        assert_eq!(api_key("  abc \n").unwrap(), "abc");
        for wrong in ["", "two words", "schlüssel", "a\u{0}b"] {
            let error = api_key(wrong).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("key"));
            assert!(wrong.is_empty() || !error.message.contains(wrong));
        }
    }
}
