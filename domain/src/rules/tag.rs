//! Tags and notes that Skydeck keeps beside servers. No provider sees them, so the rules are ours.

use crate::error::DomainError;

/// Longest tag, in characters.
pub const TAG_MAX_CHARS: usize = 32;
/// Most tags of one server.
pub const TAGS_MOST: usize = 20;
/// Longest note, in characters.
pub const NOTE_MAX_CHARS: usize = 4000;
/// Longest reason of a lock, in characters.
pub const REASON_MAX_CHARS: usize = 200;

/// Checks one tag and gives its one spelling: trimmed, lower case.
///
/// # Errors
/// Beside field `tags`: empty, too long, or with other characters than letters, digits and `- _ . :`. A comma and a
/// star mean something in searches.
pub fn tag(text: &str) -> Result<String, DomainError> {
    let tag = text.trim().to_lowercase();
    let wrong = if tag.is_empty() {
        "Enter a tag, such as web or env:staging.".to_owned()
    } else if tag.chars().count() > TAG_MAX_CHARS {
        format!("Use at most {TAG_MAX_CHARS} characters a tag.")
    } else if let Some(c) = tag.chars().find(|c| !is_tag_char(*c)) {
        let what =
            if c.is_whitespace() { "a space".to_owned() } else { format!("“{}”", c.escape_debug()) };
        format!("Use letters, digits and - _ . : in a tag, not {what}.")
    } else {
        return Ok(tag);
    };
    Err(DomainError::invalid("tags", wrong))
}

/// Checks the tags of one server as typed, with commas or spaces between them: each once, in their order.
///
/// # Errors
/// Beside field `tags`: one of them is wrong, or there are more than [`TAGS_MOST`].
pub fn tags(text: &str) -> Result<Vec<String>, DomainError> {
    let parts = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|part| !part.is_empty());
    let mut tags = Vec::new();
    for part in parts {
        let tag = tag(part)?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    most(&tags).map(|()| tags)
}

/// Checks how many tags a server would have.
///
/// # Errors
/// Beside field `tags`: more than [`TAGS_MOST`].
pub fn most(tags: &[String]) -> Result<(), DomainError> {
    if tags.len() > TAGS_MOST {
        return Err(DomainError::invalid("tags", format!("A server can have {TAGS_MOST} tags.")));
    }
    Ok(())
}

/// Checks a note and trims its end. Empty is no note.
///
/// # Errors
/// Beside field `note`: longer than [`NOTE_MAX_CHARS`], or with control characters besides line breaks and tabs.
pub fn note(text: &str) -> Result<String, DomainError> {
    let note = text.replace("\r\n", "\n");
    let note = note.trim();
    if note.chars().count() > NOTE_MAX_CHARS {
        return Err(DomainError::invalid("note", format!("Use at most {NOTE_MAX_CHARS} characters.")));
    }
    if note.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(DomainError::invalid("note", "Use plain text, without control characters."));
    }
    Ok(note.to_owned())
}

/// Checks why a server is locked. It may be left out.
///
/// # Errors
/// Beside field `reason`: longer than [`REASON_MAX_CHARS`], or not one line.
pub fn reason(text: &str) -> Result<String, DomainError> {
    super::label::optional("reason", text, REASON_MAX_CHARS).map(Option::unwrap_or_default)
}

fn is_tag_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_have_one_spelling() {
        for (typed, kept) in
            [(" Web ", "web"), ("env:Staging", "env:staging"), ("Zürich_2.a-b", "zürich_2.a-b")]
        {
            assert_eq!(tag(typed).unwrap(), kept);
        }
        assert!(tag(&"x".repeat(32)).is_ok());
        for (wrong, part) in [
            ("", "Enter a tag"),
            ("  ", "Enter a tag"),
            ("a b", "a space"),
            ("a,b", "“,”"),
            ("a*", "“*”"),
            ("\"", "“\\\"”"),
            ("=1+1", "“=”"),
            ("x\u{202e}", "“\\u{202e}”"),
            (&"x".repeat(33), "at most 32"),
        ] {
            let error = tag(wrong).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("tags"));
            assert!(error.message.contains(part), "{wrong:?}: {}", error.message);
        }
    }

    #[test]
    fn a_list_keeps_each_tag_once_and_twenty_at_most() {
        assert_eq!(tags(" web, DB  web,,prod ").unwrap(), ["web", "db", "prod"]);
        assert_eq!(tags(" , ").unwrap(), Vec::<String>::new());
        let many = |count: usize| (0..count).map(|n| format!("t{n}")).collect::<Vec<_>>().join(",");
        assert_eq!(tags(&many(20)).unwrap().len(), 20);
        assert_eq!(tags(&many(21)).unwrap_err().field.as_deref(), Some("tags"));
        assert!(tags("web,a*").is_err());
    }

    #[test]
    fn notes_are_text_of_several_lines() {
        assert_eq!(note(" a\r\n\tb \n").unwrap(), "a\n\tb");
        assert!(note(&"é".repeat(4000)).is_ok());
        for wrong in ["\u{7}", &"x".repeat(4001)] {
            assert_eq!(note(wrong).unwrap_err().field.as_deref(), Some("note"));
        }
        assert_eq!(reason("  ").unwrap(), "");
        assert_eq!(reason("a\nb").unwrap_err().field.as_deref(), Some("reason"));
    }

    proptest! {
        #[test]
        fn what_a_tag_became_stays_as_it_is(text in ".{0,40}") {
            if let Ok(kept) = tag(&text) {
                prop_assert_eq!(tag(&kept), Ok(kept.clone()));
                prop_assert_eq!(tags(&kept), Ok(vec![kept]));
            }
        }
    }
}
