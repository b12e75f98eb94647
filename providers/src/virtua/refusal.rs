//! Virtua's ways of saying no.

use crate::error::{NoAnswer, ProviderError, Refusal, Unread};
use crate::http::{Call, Reply};

use super::wire::Envelope;
use crate::wire::object;

/// Passes on what is an answer. `success: false` is a refusal whatever the status; its absence is not.
pub(super) fn check(reply: Reply, call: &Call) -> Result<Reply, ProviderError> {
    let envelope: Option<Envelope> = std::str::from_utf8(&reply.body).ok().and_then(object);
    let denied = envelope.as_ref().is_some_and(|envelope| envelope.success.flag() == Some(false));
    if reply.is_success() && !denied {
        return Ok(reply);
    }
    let envelope = envelope.unwrap_or_default();
    let words = words(&envelope).map(|words| reply.clean(&words));
    let correlation_id = reply.correlation_id.clone();
    match reply.status {
        // The gateway gave up on the request; what had it let through?
        408 | 499 => Err(ProviderError::NoAnswer { reason: NoAnswer::Timeout }),
        200..=299 | 400..=499 => {
            let class = class(reply.status, &envelope, words.as_deref(), call);
            let message = words.unwrap_or_else(|| match class {
                Refusal::BadKey if reply.status == 403 => {
                    "Virtua.cloud denied access. The key is wrong, or it may not be used from this address."
                        .to_owned()
                }
                _ => reply.status_line(),
            });
            Err(ProviderError::Refused { status: reply.status, message, field: None, correlation_id, class })
        }
        500..=599 => Err(ProviderError::ServerFailure {
            status: reply.status,
            message: words.unwrap_or_else(|| reply.status_line()),
            retry_after: reply.retry_after,
            correlation_id,
        }),
        _ => Err(reply.unreadable(Unread::Shape("answer"))),
    }
}

/// Everything that is meant for people; the error code only when there is nothing else.
fn words(envelope: &Envelope) -> Option<String> {
    let mut all: Vec<&str> =
        envelope.messages.0.iter().chain(&envelope.errors.0).map(String::as_str).collect();
    all.extend(envelope.message.text());
    if all.is_empty() {
        return envelope.error.owned();
    }
    Some(all.join(" "))
}

fn class(status: u16, envelope: &Envelope, words: Option<&str>, call: &Call) -> Refusal {
    let says = |needle: &str| words.is_some_and(|words| words.to_ascii_lowercase().contains(needle));
    match status {
        401 => Refusal::BadKey,
        // Documented: a denied key gets no body. Words mean that the call was understood and is not allowed.
        403 if words.is_none() => Refusal::BadKey,
        403 => Refusal::NotAllowed,
        404 | 410 if call.exact && says("server") && (says("not found") || says("not exist")) => {
            Refusal::Gone
        }
        404 | 405 => Refusal::UnknownRoute,
        409 | 423 => Refusal::Conflict,
        400 | 422 => Refusal::Invalid,
        _ => match envelope.error.text() {
            Some("unauthorized" | "invalid_api_key") => Refusal::BadKey,
            Some("forbidden") => Refusal::NotAllowed,
            _ => Refusal::Other,
        },
    }
}
