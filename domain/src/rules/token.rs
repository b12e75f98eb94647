//! API tokens that the provider manages for its own API.

use crate::error::DomainError;
use crate::rules::conflict;
use crate::rules::label;

/// Checks what a token is for. The documents do not require it; without one, nobody can tell tokens apart.
///
/// # Errors
/// Beside field `description`.
pub fn description(text: &str) -> Result<String, DomainError> {
    match label::optional("description", text, label::DISPLAY_NAME_MAX_CHARS)? {
        Some(description) => Ok(description),
        None => Err(DomainError::invalid("description", "Say what the token is for.")),
    }
}

/// Checks a new token: one that is restricted names its billing account (facts.md: "tokens can be restricted
/// to one billing account"); 0, the documents' default, names none.
///
/// # Errors
/// Beside field `billing_account`.
pub fn new_token(restricted: bool, billing_account: Option<u64>) -> Result<(), DomainError> {
    if restricted && billing_account.is_none_or(|id| id == 0) {
        return Err(DomainError::invalid("billing_account", "Choose the billing account that it may use."));
    }
    Ok(())
}

/// Checks a change of the restriction. It can be put on and not taken off: "providing any value will set this
/// to true" ("Update Token").
///
/// # Errors
/// A conflict when it should be taken off; beside field `billing_account` as in [`new_token`].
pub fn change_restriction(
    restricted_now: bool,
    wanted: bool,
    billing_account: Option<u64>,
) -> Result<(), DomainError> {
    if restricted_now && !wanted {
        return Err(conflict("The provider's API cannot lift a token's restriction. Make a new token."));
    }
    new_token(wanted, billing_account)
}

/// Checks that a change which needs a billing account has one. A token that is restricted brings its own
/// ("Create VM": "optional if using an API token that is restricted to one billing account").
///
/// # Errors
/// Beside field `billing_account`.
pub fn billing_account_needed(
    token_restricted: bool,
    billing_account: Option<u64>,
) -> Result<(), DomainError> {
    if !token_restricted && billing_account.is_none_or(|id| id == 0) {
        return Err(DomainError::invalid("billing_account", "Choose the billing account that pays."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_say_what_they_are_for() {
        assert_eq!(description(" CI ").unwrap(), "CI");
        assert!(description(&"x".repeat(255)).is_ok());
        for wrong in ["", "a\nb", &"x".repeat(256)] {
            assert_eq!(description(wrong).unwrap_err().field.as_deref(), Some("description"));
        }
    }

    #[test]
    fn a_restriction_names_an_account_and_stays() {
        assert!(new_token(false, None).is_ok() && new_token(true, Some(6)).is_ok());
        assert!(new_token(true, None).is_err() && new_token(true, Some(0)).is_err());
        assert!(change_restriction(false, false, None).is_ok());
        assert!(change_restriction(false, true, Some(6)).is_ok());
        assert!(change_restriction(false, true, None).is_err());
        assert_eq!(change_restriction(true, false, None).unwrap_err().status(), 409);
    }

    #[test]
    fn somebody_pays() {
        assert!(billing_account_needed(true, None).is_ok() && billing_account_needed(false, Some(6)).is_ok());
        assert!(
            billing_account_needed(false, None).is_err() && billing_account_needed(false, Some(0)).is_err()
        );
    }
}
