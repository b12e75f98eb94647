//! Where acts look into what they were given: whether there is a password at all, and whether it and a script keep to the
//! rules. Nowhere else in here is a secret more than something that is handed on.

use secrecy::{ExposeSecret, SecretString};

/// What was given; an empty text is nothing.
pub(super) fn given(secret: Option<SecretString>) -> Option<SecretString> {
    secret.filter(|secret| !secret.expose_secret().is_empty())
}

/// Holds a secret against a rule.
pub(super) fn judged<T>(secret: &SecretString, rule: impl FnOnce(&str) -> T) -> T {
    rule(secret.expose_secret())
}

/// Holds a password and a script, as far as there are any, against a rule that looks at both.
pub(super) fn judged_both<T>(
    (password, script): (Option<&SecretString>, Option<&SecretString>),
    rule: impl FnOnce(Option<&str>, Option<&str>) -> T,
) -> T {
    rule(password.map(ExposeSecret::expose_secret), script.map(ExposeSecret::expose_secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_password_is_none() {
        assert!(given(Some("".into())).is_none() && given(None).is_none());
        let password = given(Some("Correct-horse-7".into())).unwrap();
        assert_eq!(judged(&password, str::len), 15);
        assert!(
            judged_both((Some(&password), None), |password, script| password.is_some() && script.is_none())
        );
    }
}
