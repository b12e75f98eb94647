//! Passwords inside Warren servers: the rule, and the recipe of a generator that satisfies it.
//!
//! Virtua's API takes no password: it makes one and shows it on request (facts.md, "Passwords"). Nothing here
//! keeps a password, and no sentence repeats one.

use crate::error::DomainError;
use crate::provider::Platform;
use crate::rules::parameters::{PASSWORD_EXPRESSION, VmParameters};
use crate::rules::pattern::Pattern;

/// What a password must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRule {
    /// Fewest characters.
    pub min_chars: usize,
    /// Most characters. The documents give no limit; this is ours.
    pub max_chars: usize,
}

/// "VM parameters", row `password`: 8 characters or more, with a lower-case letter, an upper-case letter and
/// a digit, and no line break, which `.` excludes.
pub const WARREN_PASSWORD: PasswordRule = PasswordRule { min_chars: 8, max_chars: 128 };

/// The rule of a platform; `None` where its API takes no password.
#[must_use]
pub const fn password_rule(platform: Platform) -> Option<PasswordRule> {
    match platform {
        Platform::Warren => Some(WARREN_PASSWORD),
        Platform::Virtua => None,
    }
}

/// One thing that a password lacks, for a list under the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordLack {
    /// Fewer characters than the rule asks for.
    Length,
    /// No letter from a to z.
    LowerCase,
    /// No letter from A to Z.
    UpperCase,
    /// No digit from 0 to 9.
    Digit,
}

impl PasswordLack {
    /// Everything that can lack, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Length, Self::LowerCase, Self::UpperCase, Self::Digit];

    /// What is asked for, in a few words.
    #[must_use]
    pub const fn wanted(self) -> &'static str {
        match self {
            Self::Length => "at least 8 characters",
            Self::LowerCase => "a lower-case letter",
            Self::UpperCase => "an upper-case letter",
            Self::Digit => "a digit",
        }
    }
}

impl PasswordRule {
    /// What `text` still lacks; empty when nothing does.
    #[must_use]
    pub fn lacks(&self, text: &str) -> Vec<PasswordLack> {
        PasswordLack::ALL
            .into_iter()
            .filter(|lack| match lack {
                PasswordLack::Length => text.chars().count() < self.min_chars,
                PasswordLack::LowerCase => !text.contains(|c: char| c.is_ascii_lowercase()),
                PasswordLack::UpperCase => !text.contains(|c: char| c.is_ascii_uppercase()),
                PasswordLack::Digit => !text.contains(|c: char| c.is_ascii_digit()),
            })
            .collect()
    }
}

/// Checks a password for a Warren server. It is not trimmed: a space may be meant. A live expression holds
/// besides the documented rule's upper bound.
///
/// # Errors
/// Beside field `password`; the sentence never repeats any of it.
pub fn warren_password(text: &str, live: Option<&VmParameters>) -> Result<(), DomainError> {
    let invalid = |why: String| Err(DomainError::invalid("password", why));
    let rule = WARREN_PASSWORD;
    if text.is_empty() {
        return invalid("Enter a password.".to_owned());
    }
    if text.chars().any(char::is_control) {
        return invalid("Use one line, without control characters.".to_owned());
    }
    if text.chars().count() > rule.max_chars {
        return invalid(format!("Use at most {} characters.", rule.max_chars));
    }
    let row = live.and_then(|live| live.password.as_ref());
    match row.and_then(|row| row.expression.as_deref()) {
        None | Some(PASSWORD_EXPRESSION) => match rule.lacks(text).as_slice() {
            [] => Ok(()),
            lacks => {
                let wanted: Vec<_> = lacks.iter().map(|lack| lack.wanted()).collect();
                invalid(format!("The password still needs {}.", wanted.join(", ")))
            }
        },
        Some(other) => match Pattern::parse(other).and_then(|pattern| pattern.matches(text)) {
            Some(false) => invalid(format!("The provider accepts only what fits this expression: {other}")),
            Some(true) | None => Ok(()),
        },
    }
}

/// Checks the password that a new server is made with, and says whether one was given. It is mandatory in the
/// document ("VM parameters", row `password`) unless the live row says otherwise, as it may where a key is
/// enough.
///
/// # Errors
/// As [`warren_password`].
pub fn new_server_password(
    text: &str,
    os_name: &str,
    live: Option<&VmParameters>,
) -> Result<bool, DomainError> {
    let row = live.and_then(|live| live.password.as_ref());
    if text.is_empty() && row.is_some_and(|row| row.is_optional_for(os_name)) {
        return Ok(false);
    }
    warren_password(text, live).map(|()| true)
}

/// How to make a password: draw `chars` characters from `alphabet`, each with the same chance, and draw all
/// of them again until the rule is satisfied. Drawing again keeps every allowed password equally likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRecipe {
    /// What to draw from: ASCII, no character twice, none that looks like another, none that a shell, YAML or
    /// a form would treat specially.
    pub alphabet: &'static str,
    /// How many to draw.
    pub chars: usize,
}

/// 20 characters out of 57 are more than 116 bits, drawing again included.
pub const SERVER_PASSWORD: PasswordRecipe =
    PasswordRecipe { alphabet: "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", chars: 20 };

impl PasswordRecipe {
    /// Follows the recipe. `below(n)` must give a random number from 0 to n − 1, each with the same chance,
    /// from the system's generator. `None` when 100 tries in a row failed, which randomness does not do.
    #[must_use]
    pub fn compose(&self, mut below: impl FnMut(usize) -> usize) -> Option<String> {
        let alphabet = self.alphabet.as_bytes();
        (0..100).find_map(|_| {
            let drawn: Option<String> = (0..self.chars)
                .map(|_| alphabet.get(below(alphabet.len())).copied().map(char::from))
                .collect();
            drawn.filter(|text| WARREN_PASSWORD.lacks(text).is_empty())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::parameters::TextParameter;

    #[test]
    fn the_documented_rule() {
        for right in ["Password1234", "aB3     ", "ééééaB3é", "Aa1aaaaa", &format!("aB3{}", "x".repeat(125))]
        {
            assert!(warren_password(right, None).is_ok(), "{right}");
        }
        let wrong = [
            "",
            "Aa1aaaa",
            "password1",
            "PASSWORD1",
            "Passwords",
            "aB3\nxxxxx",
            &format!("aB3{}", "x".repeat(126)),
        ];
        for wrong in wrong {
            let error = warren_password(wrong, None).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("password"), "{wrong}");
            assert!(wrong.is_empty() || !error.message.contains(wrong));
        }
        assert_eq!(
            warren_password("pass", None).unwrap_err().message,
            "The password still needs at least 8 characters, an upper-case letter, a digit."
        );
    }

    #[test]
    fn a_live_expression_goes_first() {
        let row = TextParameter { expression: Some("^.{12,}$".into()), ..<_>::default() };
        let live = VmParameters { password: Some(row), ..VmParameters::default() };
        assert!(warren_password("lowercase only", Some(&live)).is_ok());
        assert!(warren_password("Password1", Some(&live)).is_err());
        assert!(warren_password("Password1", Some(&VmParameters::documented())).is_ok());
    }

    #[test]
    fn a_new_server_needs_one_unless_the_provider_says_otherwise() {
        assert_eq!(new_server_password("Password1", "ubuntu", None), Ok(true));
        assert!(new_server_password("", "ubuntu", None).is_err());
        let row = TextParameter { optional: true, ..TextParameter::default() };
        let live = VmParameters { password: Some(row), ..VmParameters::default() };
        assert_eq!(new_server_password("", "ubuntu", Some(&live)), Ok(false));
        assert!(new_server_password("short", "ubuntu", Some(&live)).is_err());
    }

    #[test]
    fn virtua_takes_none() {
        assert_eq!(password_rule(Platform::Virtua), None);
        assert_eq!(password_rule(Platform::Warren), Some(WARREN_PASSWORD));
    }

    #[test]
    fn the_recipe_is_sound() {
        let alphabet = SERVER_PASSWORD.alphabet;
        let mut letters: Vec<char> = alphabet.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), alphabet.len(), "ASCII, none twice");
        assert!(!alphabet.contains(['0', 'O', '1', 'l', 'I']));
        assert_eq!(alphabet.len(), 57);
        assert_eq!(SERVER_PASSWORD.compose(|_| 0), None, "a generator that is stuck does not hang us");
        assert_eq!(SERVER_PASSWORD.compose(|n| n), None, "nor does one that is out of range");
    }
}
