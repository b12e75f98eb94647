//! What secrets look like. The last line of defence: types that redact themselves come first.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

const GONE: &str = "[redacted]";

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
        // A long run that is no UUID (those have dashes) and no file's path. What ends the audit log is meant to be
        // noted elsewhere, and is no secret.
        r#"("audit\.mac":"[0-9a-f]*")|\b[A-Za-z0-9+_=]{40,}\b"#,
    ];
    // A pattern that does not compile would fail the test below.
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

/// The line without what looks like a secret.
pub fn line(text: &str) -> Cow<'_, str> {
    SECRETS.iter().fold(Cow::Borrowed(text), |text, pattern| match pattern.replace_all(&text, redact) {
        Cow::Borrowed(_) => text,
        Cow::Owned(changed) => Cow::Owned(changed),
    })
}

fn redact(found: &Captures<'_>) -> String {
    let kept = found.get(1).map_or("", |group| group.as_str());
    let whole = found.get(0).map_or(0, |whole| whole.as_str().len());
    if kept.len() == whole { kept.to_owned() } else { format!("{kept}{GONE}") }
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
            r#"{"audit.seq":7,"audit.mac":"9f3c1be07a5d8842f016cd99b3e45a7721c8de0496fb3a6d5812e7c0af4d936b"}"#,
        ] {
            assert_eq!(line(text), text);
        }
    }
}
