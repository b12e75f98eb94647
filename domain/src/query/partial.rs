//! The word that is being typed at the end of a search text, for completing it.

/// The last word in its parts. The text is `before`, `sign`, `qualifier`, `earlier` and what was typed of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partial<'t> {
    /// Everything before the word.
    pub before: &'t str,
    /// `-` where the word asks for the opposite, else empty.
    pub sign: &'t str,
    /// With its separator, such as `status:` or `ram>=`; empty while there is none.
    pub qualifier: &'t str,
    /// Values before the last one, with their commas.
    pub earlier: &'t str,
    /// The beginning of a value, or of a qualifier, in lower case and without quotes.
    pub value: String,
}

impl<'t> Partial<'t> {
    /// Takes the last word apart.
    #[must_use]
    pub fn of(search: &'t str) -> Self {
        let mut in_quotes = false;
        let mut start = 0;
        for (at, c) in search.char_indices() {
            match c {
                '"' => in_quotes = !in_quotes,
                c if c.is_whitespace() && !in_quotes => start = at + c.len_utf8(),
                _ => {}
            }
        }
        let (before, word) = search.split_at(start);
        let (sign, word) = word.split_at(usize::from(word.starts_with('-')));
        let (mut qualifier, mut earlier) = (0, 0);
        in_quotes = false;
        for (at, c) in word.char_indices() {
            match c {
                '"' => in_quotes = !in_quotes,
                ':' | '~' | '<' | '>' if !in_quotes && qualifier == 0 => qualifier = at + 1,
                // The rest of a sign of two or three characters, such as `>=`.
                '<' | '>' | '=' if !in_quotes && qualifier > 0 && qualifier == at => qualifier = at + 1,
                ',' if !in_quotes && qualifier > 0 => earlier = at + 1,
                _ => {}
            }
        }
        let (head, value) = word.split_at(earlier.max(qualifier));
        let (qualifier, earlier) = head.split_at(qualifier);
        Self { before, sign, qualifier, earlier, value: value.replace('"', "").to_lowercase() }
    }

    /// The whole text with `qualifier` and `value` in place of what was typed of the word.
    #[must_use]
    pub fn with(&self, qualifier: &str, value: &str) -> (String, String) {
        let value = if value.is_empty() { String::new() } else { quoted(value) };
        let earlier = if qualifier == self.qualifier { self.earlier } else { "" };
        let term = format!("{}{qualifier}{earlier}{value}", self.sign);
        (format!("{}{term}", self.before), term)
    }
}

/// A value as it has to be written: in quotes where it has spaces or what would separate. Quotes in it cannot be written and are
/// left out.
#[must_use]
pub fn quoted(value: &str) -> String {
    let value = value.replace('"', "");
    let needs = |c: char| c.is_whitespace() || c == ',';
    // A tag such as env:staging needs no quotes behind its qualifier, a bare word does.
    if value.is_empty() || value.starts_with(['-', '<', '>', '=']) || value.contains(needs) {
        return format!("\"{value}\"");
    }
    value
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(search: &str) -> (&str, &str, &str, &str, String) {
        let Partial { before, sign, qualifier, earlier, value } = Partial::of(search);
        (before, sign, qualifier, earlier, value)
    }

    #[test]
    fn the_last_word_is_taken_apart() {
        assert_eq!(parts(""), ("", "", "", "", String::new()));
        assert_eq!(parts("web sta"), ("web ", "", "", "", "sta".into()));
        assert_eq!(parts("web "), ("web ", "", "", "", String::new()));
        assert_eq!(parts("-status:Run"), ("", "-", "status:", "", "run".into()));
        assert_eq!(parts("a status:running,sto"), ("a ", "", "status:", "running,", "sto".into()));
        assert_eq!(parts("ram>=8"), ("", "", "ram>=", "", "8".into()));
        assert_eq!(parts("tag:env:st"), ("", "", "tag:", "", "env:st".into()));
        assert_eq!(parts(r#"image:"debian 1"#), ("", "", "image:", "", "debian 1".into()));
        assert_eq!(parts(r#"image:"a, b",c"#), ("", "", "image:", r#""a, b","#, "c".into()));
    }

    #[test]
    fn a_completion_takes_the_place_of_what_was_typed() {
        let partial = Partial::of("web -status:running,sto");
        let (search, term) = partial.with("status:", "stopped");
        assert_eq!(
            (search.as_str(), term.as_str()),
            ("web -status:running,stopped", "-status:running,stopped")
        );
        assert_eq!(Partial::of("deb").with("image:", "Debian 12").1, "image:\"Debian 12\"");
        assert_eq!(Partial::of("sta").with("status:", "").0, "status:");
    }

    proptest! {
        #[test]
        fn any_text_has_a_last_word(search in ".{0,60}") {
            let partial = Partial::of(&search);
            let typed = format!("{}{}{}{}", partial.before, partial.sign, partial.qualifier, partial.earlier);
            prop_assert!(search.starts_with(&typed));
        }
    }
}
