//! Splits a search text at its spaces. A quoted part keeps its spaces and means itself: nothing in it separates.

/// A character, and whether it stood in quotes.
pub(super) type Char = (char, bool);

/// A word of a search text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// As typed, with its quotes.
    pub(super) typed: String,
    /// Without its quotes.
    pub(super) chars: Vec<Char>,
}

/// The words of a text; an open quote goes on to the end.
pub(super) fn words(text: &str) -> Vec<Word> {
    let new = || Word { typed: String::new(), chars: Vec::new() };
    let (mut words, mut word, mut in_quotes) = (Vec::new(), new(), false);
    for c in text.chars() {
        if c.is_whitespace() && !in_quotes {
            words.push(std::mem::replace(&mut word, new()));
            continue;
        }
        word.typed.push(c);
        if c == '"' {
            in_quotes = !in_quotes;
        } else {
            word.chars.push((c, in_quotes));
        }
    }
    words.push(word);
    words.retain(|word| !word.chars.is_empty());
    words
}

/// The text of characters, in lower case.
pub(super) fn lower(chars: &[Char]) -> String {
    chars.iter().map(|(c, _)| *c).collect::<String>().to_lowercase()
}

/// What separates a qualifier from its values.
pub(super) const fn separates((c, in_quotes): &Char) -> bool {
    !*in_quotes && matches!(c, ':' | '~' | '<' | '>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_words_together() {
        let found = words(r#" web  name~"front end" "a:b" "" x"#);
        let typed: Vec<_> = found.iter().map(|word| word.typed.as_str()).collect();
        assert_eq!(typed, ["web", r#"name~"front end""#, r#""a:b""#, "x"]);
        let texts: Vec<_> = found.iter().map(|word| lower(&word.chars)).collect();
        assert_eq!(texts, ["web", "name~front end", "a:b", "x"]);
        assert!(!found[2].chars.iter().any(separates));
        assert_eq!(lower(&words("\"Open end").pop().unwrap().chars), "open end");
    }
}
