//! What secrets look like. The last line of defence: types that redact themselves come first.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

const GONE: &str = "${1}[redacted]";

/// The first group stays.
static SECRETS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        // A named value, as a header, a field, or in an address.
        r#"(?i)((?:authorization|api[-_]?key|x-api-key|password|secret|token|cookie|sid|master[-_]key)\\?["']?\s*[:=]\s*\\?["']?(?:bearer |basic )?)[^\s"'\\,;&}]+"#,
        r"(?i)(\b(?:bearer|basic) )[A-Za-z0-9._~+/=-]{6,}",
        // A JSON web token.
        r"()\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*",
        // Name and password before a host.
        r"(://)[^/@\s]+@",
        r"(/setup/)[A-Za-z0-9_-]{8,}",
        // A long run that is no UUID (those have dashes) and no file's path.
        r"()\b[A-Za-z0-9+_=]{40,}\b",
    ];
    // A pattern that does not compile would fail the test below.
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

/// The line without what looks like a secret.
pub fn line(text: &str) -> Cow<'_, str> {
    SECRETS.iter().fold(Cow::Borrowed(text), |text, pattern| match pattern.replace_all(&text, GONE) {
        Cow::Borrowed(_) => text,
        Cow::Owned(changed) => Cow::Owned(changed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d7_what_looks_like_a_secret_goes() {
        assert_eq!(SECRETS.len(), 6);
        for text in [
            "Authorization: Bearer S3CRET-value",
            r#"{"message":"headers {\"apikey\": \"S3CRET-value\"}"}"#,
            r#"{"password":"S3CRET-value"}"#,
            "POST /v1/vm?api_key=S3CRET-value&x=1",
            "Basic S3CRET-value",
            "cookie: __Host-sid=S3CRET-value; other=1",
            "eyJhbGciOi.S3CRET.value",
            "https://someone:S3CRET@host/",
            "GET /setup/S3CRET-value",
            "S3CRETaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            let scrubbed = line(text);
            assert!(scrubbed.contains("[redacted]") && !scrubbed.contains("S3CRET"), "{text} → {scrubbed}");
        }
    }

    #[test]
    fn what_helps_stays() {
        for text in [
            r#"{"level":"INFO","id":"0b1c9a5e-9f0e-4d59-a4c6-1f6f9e1d2c3b","path":"/pkg/054cec56a3a3/skydeck.css"}"#,
            "could not read /home/someone/skydeck/data/skydeck.db: permission denied",
            "tokens are counted; passwords are hashed",
        ] {
            assert_eq!(line(text), text);
        }
    }
}
