//! Which new passwords are accepted (security.md P4): long ones that a guesser does not try first. No composition rules.

use domain::error::DomainError;
use domain::validate;
use zxcvbn::zxcvbn;

/// Guesses that a password must withstand, as a power of ten. Lists of leaked passwords, names with a year, and repeated words
/// fall below it; four random words are far above.
const LEAST_GUESSES_LOG10: f64 = 8.0;

/// Shortest part of a name or address that counts as known.
const LEAST_NAME: usize = 3;
/// Characters that must remain once everything known is taken out.
const LEAST_OWN: usize = 8;

/// How many characters remain when every known word is taken out, whatever its case.
fn unguessed(password: &str, known: &[&str]) -> usize {
    let mut rest = password.to_lowercase();
    for word in known {
        rest = rest.replace(&word.to_lowercase(), "");
    }
    rest.chars().count()
}

/// Checks a new password of a person with these names and addresses.
///
/// # Errors
/// Beside field `password`, saying why.
pub(crate) fn check(password: &str, personal: &[&str]) -> Result<(), DomainError> {
    validate::new_password(password)?;
    let mut known: Vec<&str> = personal.iter().flat_map(|text| text.split(['@', '.', ' '])).collect();
    known.extend(personal);
    known.extend(["skydeck", "sky deck"]);
    known.retain(|text| text.chars().count() >= LEAST_NAME);
    if unguessed(password, &known) < LEAST_OWN
        || zxcvbn(password, &known).guesses_log10() < LEAST_GUESSES_LOG10
    {
        return Err(DomainError::invalid(
            "password",
            "This password is among the first that a guesser tries. Use several unrelated words.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p4_well_known_passwords_are_refused() {
        for common in [
            "passwordpassword",
            "123456789012",
            "qwertyuiop123",
            "1q2w3e4r5t6y",
            "Password12345!",
            "iloveyou2024",
            "administrator",
            "letmeinletmein",
            "aaaaaaaaaaaaaaaa",
        ] {
            let refused = check(common, &["Ana", "ana@example.com"]).unwrap_err();
            assert_eq!(refused.field.as_deref(), Some("password"), "{common}");
            assert!(!refused.message.contains(common));
        }
    }

    #[test]
    fn p4_own_names_and_the_sites_are_refused() {
        assert!(
            check("anabelle.fernandez", &["Anabelle Fernandez", "anabelle.fernandez@example.com"]).is_err()
        );
        assert!(check("skydeckskydeck", &[]).is_err());
        assert!(check("Anabelle1990", &["Anabelle Fernandez", "a@example.com"]).is_err());
        assert!(check("FernandezAnabelle", &["Anabelle Fernandez", "a@example.com"]).is_err());
        assert!(check("anabelle likes rainy evenings", &["Anabelle Fernandez", "a@example.com"]).is_ok());
    }

    #[test]
    fn p4_passphrases_pass_without_composition_rules() {
        for fine in ["plum otter granite lantern", "tuesday rain on the tin roof", "žluťoučký kůň pěl ódy"]
        {
            assert_eq!(check(fine, &["Ana", "ana@example.com"]), Ok(()), "{fine}");
        }
    }
}
