//! The only file that sees a key: it puts it into a header and takes it out of texts.

use domain::credential::AuthScheme;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::credential::Credential;

/// Stands where a key was.
const REMOVED: &str = "[key]";

/// The header that carries the key; `None` when the key has bytes that no header may hold.
pub(super) fn header(credential: &Credential) -> Option<(HeaderName, HeaderValue)> {
    let key = credential.key.expose_secret();
    let (name, text) = match credential.endpoint.scheme {
        AuthScheme::Bearer => (AUTHORIZATION, format!("Bearer {key}")),
        AuthScheme::RawBasic => (AUTHORIZATION, format!("Basic {key}")),
        AuthScheme::XApiKey => (HeaderName::from_static("x-api-key"), key.to_owned()),
        AuthScheme::ApiKey => (HeaderName::from_static("apikey"), key.to_owned()),
    };
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some((name, value))
}

/// `text` without the key: providers do quote what they were given.
pub(super) fn scrub(key: &SecretString, text: &str) -> String {
    let key = key.expose_secret();
    if key.is_empty() || !text.contains(key) { text.to_owned() } else { text.replace(key, REMOVED) }
}

/// `text` without what went beside a change either, plain or as JSON writes it. A text of a letter or three says
/// nothing, and taking it out would spoil every sentence.
pub(super) fn scrub_beside(beside: &[SecretString], text: String) -> String {
    let mut text = text;
    for secret in beside.iter().map(ExposeSecret::expose_secret).filter(|secret| secret.chars().count() > 3) {
        let json = serde_json::Value::from(secret).to_string();
        for form in [secret, json.trim_matches('"')] {
            if text.contains(form) {
                text = text.replace(form, "[secret]");
            }
        }
    }
    text
}
