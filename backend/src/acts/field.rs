//! Fields of forms, with what was filled in.

use domain::act::{Choice, Field, FieldKind, Fields, FormSection};
use domain::provider::Platform;
use domain::rules::password::{PasswordLack, SERVER_PASSWORD, password_rule};
use domain::{DomainError, ErrorKind};

/// A form of one part.
pub(crate) fn section(fields: Vec<Field>) -> Vec<FormSection> {
    vec![FormSection { fields, ..FormSection::default() }]
}

/// A field of a kind with what was filled in, or else `or`.
pub(crate) fn field(kind: FieldKind, name: &str, label: &str, filled: &Fields, or: &str) -> Field {
    let value = filled.raw(name).unwrap_or(or);
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        value: if value.is_empty() { Vec::new() } else { vec![value.to_owned()] },
        ..Field::default()
    }
}

/// One line of text.
pub(crate) fn text(name: &str, label: &str, filled: &Fields, or: &str) -> Field {
    field(FieldKind::Text, name, label, filled, or)
}

/// A whole number from `least` to `most`.
pub(crate) fn number(
    (name, label, unit): (&str, &str, &str),
    filled: &Fields,
    or: u32,
    (least, most): (u32, Option<u32>),
) -> Field {
    Field {
        least: Some(least),
        most,
        step: Some(1),
        unit: unit.to_owned(),
        required: true,
        ..field(FieldKind::Number, name, label, filled, &or.to_string())
    }
}

/// One of some, folded.
pub(crate) fn select(name: &str, label: &str, filled: &Fields, or: &str, choices: Vec<Choice>) -> Field {
    Field { choices, required: true, ..field(FieldKind::Select, name, label, filled, or) }
}

/// One of some, side by side.
pub(crate) fn cards(name: &str, label: &str, filled: &Fields, or: &str, choices: Vec<Choice>) -> Field {
    Field { choices, required: true, ..field(FieldKind::Cards, name, label, filled, or) }
}

/// Yes or no. `or` holds while nothing at all was filled in: a tick that is not set is not sent.
pub(crate) fn tick(name: &str, label: &str, filled: &Fields, or: bool) -> Field {
    let on = filled.is_on(name) || (or && filled.is_empty());
    Field {
        value: if on { vec!["1".to_owned()] } else { Vec::new() },
        ..field(FieldKind::Tick, name, label, &Fields::default(), "")
    }
}

/// Any of some; none while nothing was filled in.
pub(crate) fn ticks(name: &str, label: &str, filled: &Fields, choices: Vec<Choice>) -> Field {
    Field {
        value: filled.all(name).map(ToOwned::to_owned).collect(),
        choices,
        ..field(FieldKind::Ticks, name, label, &Fields::default(), "")
    }
}

/// Carried along unseen, as it came.
pub(crate) fn hidden(name: &str, filled: &Fields) -> Field {
    field(FieldKind::Hidden, name, "", filled, "")
}

/// A fact between fields.
pub(crate) fn fact(name: &str, label: &str, value: &str) -> Field {
    field(FieldKind::Fact, name, label, &Fields::default(), value)
}

/// With words under the control.
pub(crate) fn hint(field: Field, hint: impl Into<String>) -> Field {
    Field { hint: hint.into(), ..field }
}

/// A choice with smaller words beside it.
pub(crate) fn choice(value: impl Into<String>, label: impl Into<String>, note: impl Into<String>) -> Choice {
    Choice { value: value.into(), label: label.into(), note: note.into(), ..Choice::default() }
}

/// The password of a user inside a server, with the rule in words and a generator; `None` where the platform takes none.
pub(crate) fn password(platform: Platform, label: &str) -> Option<Field> {
    password_rule(platform)?;
    let wanted: Vec<_> = PasswordLack::ALL.into_iter().map(PasswordLack::wanted).collect();
    let of = |is: fn(&char) -> bool| SERVER_PASSWORD.alphabet.chars().filter(is).collect::<String>();
    Some(Field {
        name: "password".to_owned(),
        label: label.to_owned(),
        kind: FieldKind::Secret,
        hint: format!("It needs {}. Skydeck keeps it nowhere.", wanted.join(", ")),
        required: true,
        mono: true,
        generate: vec![of(char::is_ascii_lowercase), of(char::is_ascii_uppercase), of(char::is_ascii_digit)],
        generate_chars: u32::try_from(SERVER_PASSWORD.chars).unwrap_or(u32::MAX),
        ..Field::default()
    })
}

/// The whole number that was filled in.
///
/// # Errors
/// Beside the field, when there is none.
pub(crate) fn read_number(filled: &Fields, name: &str) -> Result<u32, DomainError> {
    let text = filled.get(name).unwrap_or_default();
    text.parse().map_err(|_| DomainError::invalid(name, "Enter a whole number."))
}

/// What was chosen.
///
/// # Errors
/// Beside the field, when nothing was.
pub(crate) fn read_choice<'f>(filled: &'f Fields, name: &str, ask: &str) -> Result<&'f str, DomainError> {
    filled.get(name).ok_or_else(|| DomainError::invalid(name, ask))
}

/// Something that cannot be done as things stand.
pub(crate) fn conflict(why: impl Into<String>) -> DomainError {
    DomainError::new(ErrorKind::Conflict, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().copied().collect()
    }

    #[test]
    fn a_tick_is_set_beforehand_only_while_nothing_was_filled_in() {
        assert_eq!(tick("a", "A", &filled(&[]), true).value, ["1"]);
        assert!(tick("a", "A", &filled(&[("b", "x")]), true).value.is_empty());
        assert_eq!(tick("a", "A", &filled(&[("a", "1")]), false).value, ["1"]);
    }

    #[test]
    fn what_was_filled_in_stays_even_when_it_is_wrong() {
        let field = number(("n", "N", "GiB"), &filled(&[("n", "many")]), 7, (1, Some(9)));
        assert_eq!(field.value, ["many"]);
        assert_eq!(read_number(&filled(&[("n", "many")]), "n").unwrap_err().field.as_deref(), Some("n"));
        assert_eq!(read_number(&filled(&[("n", " 8 ")]), "n"), Ok(8));
    }

    #[test]
    fn a_generated_password_has_one_of_each_group() {
        let field = password(Platform::Warren, "Password").unwrap();
        assert_eq!((field.generate.len(), field.generate_chars), (3, 20));
        assert!(field.generate.iter().all(|group| !group.is_empty()));
        assert!(field.value.is_empty());
        assert_eq!(password(Platform::Virtua, "Password"), None);
    }
}
