//! Form fields as Warren takes them: a space is `%20`. The usual encoders write `+`, which reached guests as a plus.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

/// Everything but letters, digits and `- . _ ~`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Escapes one name, value or path part.
pub(crate) fn escape(text: &str) -> String {
    percent_encode(text.as_bytes(), ESCAPED).to_string()
}

/// Joins fields in their order.
pub(crate) fn encode<'a>(fields: impl IntoIterator<Item = (&'static str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        // Writing to a `String` cannot fail.
        let _infallible = write!(text, "{}={}", escape(name), escape(value));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_percent_20_and_nothing_slips_through() {
        assert_eq!(encode([("name", "a b+c&d=é"), ("x", "~-._")]), "name=a%20b%2Bc%26d%3D%C3%A9&x=~-._");
        assert_eq!(encode([]), "");
    }
}
