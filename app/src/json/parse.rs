//! A text's structure. The texts are our own server's: what is no JSON is an error, but not every error is found.

use super::Json;

/// How many values lie in each other at most. Ours are a handful deep; without an end, a text made of brackets would take
/// the whole stack, and the page with it.
const DEEPEST: u8 = 64;

/// The value that a whole text is.
pub fn value(text: &str) -> Option<Json<'_>> {
    let mut rest = Rest(text);
    let value = rest.value(DEEPEST)?;
    rest.space();
    rest.0.is_empty().then_some(value)
}

/// What is not read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn space(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Passes over `word`, if it comes next.
    fn skip(&mut self, word: &str) -> bool {
        self.space();
        let after = self.0.strip_prefix(word);
        self.0 = after.unwrap_or(self.0);
        after.is_some()
    }

    fn value(&mut self, deeper: u8) -> Option<Json<'a>> {
        let deeper = deeper.checked_sub(1)?;
        if self.skip("{") {
            let mut fields = Vec::new();
            while !self.skip("}") {
                if !fields.is_empty() && !self.skip(",") {
                    return None;
                }
                self.space();
                let name = self.raw_text()?;
                if !self.skip(":") {
                    return None;
                }
                fields.push((name, self.value(deeper)?));
            }
            return Some(Json::Object(fields));
        }
        if self.skip("[") {
            let mut items = Vec::new();
            while !self.skip("]") {
                if !items.is_empty() && !self.skip(",") {
                    return None;
                }
                items.push(self.value(deeper)?);
            }
            return Some(Json::List(items));
        }
        if self.0.starts_with('"') {
            return unescaped(self.raw_text()?).map(Json::Text);
        }
        for (word, value) in [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))]
        {
            if self.skip(word) {
                return Some(value);
            }
        }
        let is_in_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let after = self.0.trim_start_matches(is_in_number);
        let number = self.0.strip_suffix(after).filter(|number| !number.is_empty())?;
        self.0 = after;
        Some(number.parse().map_or(Json::Null, Json::Number))
    }

    /// What stands between two quotation marks.
    fn raw_text(&mut self) -> Option<&'a str> {
        let text = self.0.strip_prefix('"')?;
        let mut escaped = false;
        let end = text.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        })?;
        self.0 = text.get(end + 1..)?;
        text.get(..end)
    }
}

fn unescaped(raw: &str) -> Option<String> {
    let mut parts = raw.split('\\');
    let mut text = String::with_capacity(raw.len());
    text.push_str(parts.next()?);
    while let Some(part) = parts.next() {
        let Some(letter) = part.chars().next() else {
            // Two backslashes: the second one is no beginning.
            text.push('\\');
            text.push_str(parts.next()?);
            continue;
        };
        let mut rest = part.get(letter.len_utf8()..)?;
        text.push(match letter {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let mut code = unit(&mut rest)?;
                if (0xd800..0xdc00).contains(&code) && rest.is_empty() {
                    // The second half of a letter beyond the first 65,536 has an escape of its own.
                    rest = parts.next()?.strip_prefix('u')?;
                    code = 0x10000 + ((code - 0xd800) << 10) + unit(&mut rest)?.checked_sub(0xdc00)?;
                }
                char::from_u32(code)?
            }
            other => other,
        });
        text.push_str(rest);
    }
    Some(text)
}

/// Four hexadecimal digits.
fn unit(rest: &mut &str) -> Option<u32> {
    let (digits, after) = rest.split_at_checked(4)?;
    *rest = after;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(of: &str) -> Json<'_> {
        Json::Text(of.to_owned())
    }

    #[test]
    fn structure_is_read() {
        let read =
            value(" {\"a\" : [1, -2 , []], \"b\":{} ,\"c\":null,\"d\":true,\"e\":false,\"f\":1.5e3}\n")
                .unwrap();
        let list = Json::List(vec![Json::Number(1), Json::Number(-2), Json::List(vec![])]);
        let fields = [
            ("a", list),
            ("b", Json::Object(vec![])),
            ("c", Json::Null),
            ("d", Json::Bool(true)),
            ("e", Json::Bool(false)),
            ("f", Json::Null),
        ];
        assert_eq!(read, Json::Object(fields.to_vec()));
    }

    #[test]
    fn texts_are_what_serde_wrote() {
        for original in [
            "",
            "plain",
            "\"",
            "\\",
            "a\\\\n\\\"",
            "\n\r\t\u{8}\u{c}\u{1}/",
            "é\u{1F680}",
            "\\u0041",
            "{\"a\":[]}",
        ] {
            let written = serde_json::to_string(original).unwrap();
            assert_eq!(value(&written), Some(text(original)), "{written}");
        }
        assert_eq!(value(r#""\u00e9\ud83d\ude80x\/""#), Some(text("é\u{1F680}x/")));
    }

    #[test]
    fn what_is_cut_off_or_followed_by_more_is_no_value() {
        for wrong in [
            "",
            "{",
            "{\"a\"",
            "{\"a\":1,",
            "[1",
            "[1 2]",
            "\"a",
            "nul",
            "1 2",
            "\"\\ud83d\"",
            "\"\\u12\"",
            "<html>",
        ] {
            assert_eq!(value(wrong), None, "{wrong}");
        }
    }
}
