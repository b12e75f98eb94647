//! A reader for the JSON that people type into forms: this crate has no JSON library, and messages name the line.

/// A JSON value; numbers are kept as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Deepest nesting that is read: a browser's stack is small.
const MAX_DEPTH: usize = 32;

impl Json {
    /// Reads one value with nothing after it.
    ///
    /// # Errors
    /// The line, from 1, on which it stops being JSON.
    pub(super) fn parse(text: &str) -> Result<Self, usize> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0).filter(|_| {
            reader.space();
            reader.at == text.len()
        });
        value.ok_or_else(|| 1 + text.bytes().take(reader.at).filter(|b| *b == b'\n').count())
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn take(&mut self, text: &str) -> Option<()> {
        self.rest().starts_with(text).then(|| self.at += text.len())
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.space();
        match self.peek()? {
            '{' => self.object(depth),
            '[' => self.list(depth),
            '"' => self.string().map(Json::Text),
            't' => self.take("true").map(|()| Json::Bool(true)),
            'f' => self.take("false").map(|()| Json::Bool(false)),
            'n' => self.take("null").map(|()| Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        self.take("{")?;
        let mut fields = Vec::new();
        self.space();
        if self.take("}").is_some() {
            return Some(Json::Object(fields));
        }
        loop {
            self.space();
            let key = self.string()?;
            self.space();
            self.take(":")?;
            fields.push((key, self.value(depth + 1)?));
            self.space();
            if self.take(",").is_none() {
                self.take("}")?;
                return Some(Json::Object(fields));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        self.take("[")?;
        let mut items = Vec::new();
        self.space();
        if self.take("]").is_some() {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(",").is_none() {
                self.take("]")?;
                return Some(Json::List(items));
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        self.take("\"")?;
        let mut text = String::new();
        loop {
            match self.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.escape()?),
                c if c < ' ' => return None,
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            c @ ('"' | '\\' | '/') => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.hex()?;
                if (0xD800..0xDC00).contains(&first) {
                    self.take("\\u")?;
                    let second = self.hex().filter(|second| (0xDC00..0xE000).contains(second))?;
                    char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))?
                } else {
                    char::from_u32(first)?
                }
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |value, _| Some(value * 16 + self.next()?.to_digit(16)?))
    }

    fn digits(&mut self) -> Option<()> {
        let rest = self.rest();
        let count = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        self.at += count;
        (count > 0).then_some(())
    }

    fn number(&mut self) -> Option<Json> {
        let from = self.at;
        let _sign = self.take("-");
        if self.take("0").is_none() {
            self.digits()?;
        }
        if self.take(".").is_some() {
            self.digits()?;
        }
        if self.take("e").or_else(|| self.take("E")).is_some() {
            let _sign = self.take("+").or_else(|| self.take("-"));
            self.digits()?;
        }
        Some(Json::Number(self.text.get(from..self.at)?.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_json_is() {
        let text = r#" {"a": [1, -0.5e+3, true, false, null], "b\n\u00e9\ud83d\ude00": {"c": ""}} "#;
        let number = |text: &str| Json::Number(text.to_owned());
        assert_eq!(
            Json::parse(text).unwrap(),
            Json::Object(vec![
                (
                    "a".into(),
                    Json::List(vec![
                        number("1"),
                        number("-0.5e+3"),
                        Json::Bool(true),
                        Json::Bool(false),
                        Json::Null
                    ])
                ),
                ("b\né😀".into(), Json::Object(vec![("c".into(), Json::Text(String::new()))])),
            ])
        );
        assert_eq!(Json::parse("[]").unwrap(), Json::List(vec![]));
    }

    #[test]
    fn says_on_which_line_it_stops() {
        assert_eq!(Json::parse("{\n\"a\": 1,\n}"), Err(3));
        for wrong in [
            "",
            "{",
            "[1,]",
            "01",
            "1.",
            "+1",
            "\"\t\"",
            "\"\\x\"",
            "\"\\ud83d\"",
            "tru",
            "{} {}",
            "{a: 1}",
            "'a'",
        ] {
            assert_eq!(Json::parse(wrong), Err(1), "{wrong}");
        }
        assert!(Json::parse(&"[".repeat(100_000)).is_err());
    }
}
