//! An answer with its status, read to the end. What it means is for the platform to say.

use std::time::Duration;

use bytes::Bytes;
use secrecy::SecretString;
use serde::Deserialize;

use super::key;
use crate::error::{Evidence, ProviderError, Unread};

/// Longest message that is passed on, in characters.
const MESSAGE: usize = 400;

/// Any answer but a redirect and a 429.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    pub(crate) correlation_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(super) key: SecretString,
    /// What went beside the change that this answers.
    pub(super) beside: Vec<SecretString>,
    /// Whether it holds secrets of its own.
    pub(super) sealed: bool,
}

impl Reply {
    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The body as a JSON object.
    pub(crate) fn object<'a, T: Deserialize<'a>>(&'a self, what: &'static str) -> Result<T, ProviderError> {
        if !self.is_object() {
            self.json::<serde::de::IgnoredAny>(what)?;
            return Err(self.unreadable(Unread::Shape(what)));
        }
        self.json(what)
    }

    /// Whether the body begins like a JSON object.
    pub(crate) fn is_object(&self) -> bool {
        self.body.trim_ascii_start().starts_with(b"{")
    }

    /// The body as JSON; for objects see [`Reply::object`].
    pub(crate) fn json<'a, T: Deserialize<'a>>(&'a self, what: &'static str) -> Result<T, ProviderError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            self.unreadable(if error.is_data() { Unread::Shape(what) } else { Unread::NotJson })
        })
    }

    /// Whether there is nothing but white space.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.trim_ascii().is_empty()
    }

    /// This answer as one that could not be used.
    pub(crate) fn unreadable(&self, why: Unread) -> ProviderError {
        ProviderError::Unreadable {
            status: self.status,
            why,
            bytes: if self.sealed { Evidence::default() } else { self.evidence() },
            correlation_id: self.correlation_id.clone(),
        }
    }

    fn evidence(&self) -> Evidence {
        // A little more than is kept, so that no key is cut in two at the end.
        let start = self.body.get(..Evidence::KEPT + 1024).unwrap_or(&self.body);
        Evidence::new(&Bytes::from(self.scrub(&String::from_utf8_lossy(start))))
    }

    /// `text` without the key and without what went beside the change: providers do quote what they were given.
    fn scrub(&self, text: &str) -> String {
        key::scrub_beside(&self.beside, key::scrub(&self.key, text))
    }

    /// The provider's words as they may be shown: one line, bounded, without secrets.
    pub(crate) fn clean(&self, message: &str) -> String {
        let mut text = String::new();
        for word in self.scrub(message).split(|c: char| c.is_whitespace() || c.is_control()) {
            if !word.is_empty() {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
        }
        if text.chars().count() > MESSAGE {
            text = text.chars().take(MESSAGE).chain(['…']).collect();
        }
        text
    }

    /// Words for an answer that has none of its own.
    pub(crate) fn status_line(&self) -> String {
        let status = http::StatusCode::from_u16(self.status).ok();
        match status.and_then(|status| status.canonical_reason()) {
            Some(reason) => format!("The provider answered {} {reason}.", self.status),
            None => format!("The provider answered {}.", self.status),
        }
    }
}

#[cfg(test)]
impl Reply {
    /// An answer out of thin air, to a call with the key `canary-key`.
    pub(crate) fn test(status: u16, body: &str) -> Self {
        Self {
            status,
            body: Bytes::copy_from_slice(body.as_bytes()),
            correlation_id: Some("c-1".to_owned()),
            retry_after: None,
            key: SecretString::from("canary-key"),
            beside: Vec::new(),
            sealed: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_one_bounded_line_without_the_key() {
        let reply = Reply::test(400, "");
        assert_eq!(reply.clean(" a\r\n\tb \u{1b}[1m canary-key!"), "a b [1m [key]!");
        assert_eq!(reply.clean(&"é".repeat(1000)).chars().count(), MESSAGE + 1);
    }

    #[test]
    fn what_went_beside_a_change_is_in_no_words_and_no_evidence() {
        let beside = ["Passw0rd", r#"{"a": "b c"}"#, "abc"].map(SecretString::from).to_vec();
        let body = r#"{"errors":{"password":"Passw0rd","cloud_init":"{\"a\": \"b c\"}","x":"abc"}"#;
        let reply = Reply { beside, ..Reply::test(400, body) };
        assert_eq!(reply.clean(r#"Passw0rd and {"a": "b c"} abc"#), "[secret] and [secret] abc");
        let ProviderError::Unreadable { bytes, .. } = reply.unreadable(Unread::NotJson) else {
            panic!("another error");
        };
        let text = String::from_utf8_lossy(bytes.bytes()).into_owned();
        assert!(!text.contains("Passw0rd") && !text.contains("b c"), "{text}");
    }

    #[test]
    fn nothing_is_kept_of_an_answer_that_holds_secrets() {
        let reply = Reply { sealed: true, ..Reply::test(200, r#"{"token":"EXAMPLE"}"#) };
        let ProviderError::Unreadable { bytes, .. } = reply.object::<Vec<u32>>("list").unwrap_err() else {
            panic!("another error");
        };
        assert!(bytes.bytes().is_empty());
    }

    #[test]
    fn evidence_is_bounded_and_holds_no_key() {
        let body = format!("{}canary-key", "x".repeat(Evidence::KEPT - 4));
        let ProviderError::Unreadable { bytes, .. } = Reply::test(200, &body).unreadable(Unread::NotJson)
        else {
            panic!("another error");
        };
        let text = String::from_utf8_lossy(bytes.bytes()).into_owned();
        assert!(text.len() <= Evidence::KEPT && !text.contains("canary") && text.contains("[k"), "{text}");
        assert!(!format!("{bytes:?}").contains('x'));
    }

    #[test]
    fn broken_json_and_wrong_json_differ() {
        let shape = |body: &str| match Reply::test(200, body).json::<Vec<u32>>("list") {
            Err(ProviderError::Unreadable { why, .. }) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(shape("[1,"), Unread::NotJson);
        assert_eq!(shape("<html>"), Unread::NotJson);
        assert_eq!(shape(""), Unread::NotJson);
        assert_eq!(shape("{}"), Unread::Shape("list"));
    }
}
