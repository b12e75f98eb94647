//! What answers say in their headers.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// Longest wait that is believed.
const LONGEST: u64 = 3600;

/// Seconds of `Retry-After`. The form with a date is not used by these providers and is ignored.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(LONGEST)))
}

/// The id under which the provider's support finds the call: one short ASCII token or nothing.
pub(super) fn correlation_id(headers: &HeaderMap) -> Option<String> {
    let token = |name: &str| {
        let text = headers.get(name)?.to_str().ok()?.trim();
        let fine = !text.is_empty()
            && text.len() <= 64
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'));
        fine.then(|| text.to_owned())
    };
    ["x-warren-correlation-id", "x-correlation-id", "x-request-id"].into_iter().find_map(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(http::HeaderName::from_static(name), http::HeaderValue::from_static(value))])
    }

    #[test]
    fn waits_are_whole_seconds_and_bounded() {
        for (text, seconds) in
            [("2", Some(2)), (" 7 ", Some(7)), ("999999", Some(3600)), ("soon", None), ("-1", None)]
        {
            let wait = retry_after(&headers("retry-after", text));
            assert_eq!(wait, seconds.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn a_correlation_id_is_one_short_token() {
        let id = |text| correlation_id(&headers("x-warren-correlation-id", text));
        assert_eq!(id("3f2a-77"), Some("3f2a-77".to_owned()));
        for bad in
            ["", "two words", "<b>", "01234567890123456789012345678901234567890123456789012345678901234"]
        {
            assert_eq!(id(bad), None, "{bad}");
        }
    }
}
