//! The user inside a Warren server. Virtua's create call has no user (facts.md, "Create and resize").

use crate::error::DomainError;
use crate::rules::name::live_expression;
use crate::rules::parameters::{USERNAME_EXPRESSION, VmParameters};

/// Longest user name by the documented expression.
pub const USERNAME_MAX_CHARS: usize = 30;
/// Names that the provider refuses for a new user: `root` gives status 400 (facts.md, "Errors").
pub const REFUSED_USERNAMES: [&str; 1] = ["root"];

/// Checks the user that a new server is made with; `None` when it is left out, which Windows allows
/// ("VM parameters", row `username`).
///
/// # Errors
/// Beside field `username`.
pub fn new_username(
    text: &str,
    os_name: &str,
    live: Option<&VmParameters>,
) -> Result<Option<String>, DomainError> {
    let name = text.trim();
    if name.is_empty() {
        let documented = VmParameters::documented();
        let row = live.and_then(|live| live.username.as_ref()).or(documented.username.as_ref());
        if row.is_some_and(|row| row.is_optional_for(os_name)) {
            return Ok(None);
        }
        return Err(DomainError::invalid("username", "Enter the name of the user to make in the server."));
    }
    if REFUSED_USERNAMES.contains(&name) {
        return Err(DomainError::invalid(
            "username",
            "The provider refuses this name. Choose another; that user can still become root.",
        ));
    }
    shape(name, live).map(Some)
}

/// Checks the user whose password is to change ("Change Password": an existing user, so `root` may be one).
///
/// # Errors
/// Beside field `username`.
pub fn existing_username(text: &str, live: Option<&VmParameters>) -> Result<String, DomainError> {
    let name = text.trim();
    if name.is_empty() {
        return Err(DomainError::invalid("username", "Enter the name of a user in the server."));
    }
    shape(name, live)
}

fn shape(name: &str, live: Option<&VmParameters>) -> Result<String, DomainError> {
    let row = live.and_then(|live| live.username.as_ref());
    match row.and_then(|row| row.expression.as_deref()) {
        None | Some(USERNAME_EXPRESSION) if documented(name) => Ok(name.to_owned()),
        None | Some(USERNAME_EXPRESSION) => Err(DomainError::invalid(
            "username",
            "Use 1 to 30 letters, digits, hyphens and underscores. Begin with a letter or an underscore.",
        )),
        Some(other) => live_expression("username", other, name.to_owned()),
    }
}

fn documented(name: &str) -> bool {
    (1..=USERNAME_MAX_CHARS).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::parameters::TextParameter;

    #[test]
    fn names_of_new_users() {
        for right in ["example", "_x", "A-1", &"a".repeat(30)] {
            assert_eq!(new_username(right, "ubuntu", None).unwrap().as_deref(), Some(right));
        }
        for wrong in ["", "root", "1a", "-a", "a b", "a.b", "é", &"a".repeat(31)] {
            let error = new_username(wrong, "ubuntu", None).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("username"), "{wrong}");
        }
        assert_eq!(new_username("", "windows", None).unwrap(), None);
        assert!(new_username("root", "windows", None).is_err());
    }

    #[test]
    fn an_existing_user_may_be_root() {
        assert_eq!(existing_username(" root ", None).unwrap(), "root");
        assert!(existing_username("", None).is_err());
        assert!(existing_username("a b", None).is_err());
    }

    #[test]
    fn a_live_expression_goes_first() {
        let username = TextParameter {
            expression: Some("^[a-z]+$".into()),
            optional_for: vec!["bsd".into()],
            ..<_>::default()
        };
        let live = VmParameters { username: Some(username), ..VmParameters::default() };
        assert!(new_username("a1", "ubuntu", Some(&live)).is_err());
        assert!(new_username("root", "ubuntu", Some(&live)).is_err());
        assert_eq!(new_username("", "BSD", Some(&live)).unwrap(), None);
        assert!(new_username("", "windows", Some(&live)).is_err());
    }
}
