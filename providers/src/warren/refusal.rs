//! Warren's ways of saying no. A gateway and a backend answer, each in its own shape.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::fields;
use crate::error::{NoAnswer, ProviderError, Refusal, Unread};
use crate::http::{Call, Reply};
use crate::wire::{Scalar, object};

/// Both shapes at once: `{"message": …}` and `{"errors": {…}}`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Envelope<'a> {
    message: Scalar,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
}

/// A value inside `errors` that is an object.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Detail {
    msg: Scalar,
    message: Scalar,
}

/// What was understood of a refusal.
#[derive(Default)]
struct Said {
    words: Option<String>,
    /// Names of the values in `errors`.
    keys: Vec<String>,
}

/// Passes on what is an answer. `errors` on a 2xx is a refusal too.
pub(super) fn check(reply: Reply, call: &Call) -> Result<Reply, ProviderError> {
    let said = if reply.is_success() {
        let said = if reply.is_object() { said(&reply) } else { Said::default() };
        if said.keys.is_empty() {
            return Ok(reply);
        }
        said
    } else {
        said(&reply)
    };
    let correlation_id = reply.correlation_id.clone();
    match reply.status {
        // The gateway gave up on the request; what had it let through?
        408 | 499 => Err(ProviderError::NoAnswer { reason: NoAnswer::Timeout }),
        200..=299 | 400..=499 => Err(ProviderError::Refused {
            status: reply.status,
            class: class(reply.status, &said, call),
            field: said.keys.iter().find(|key| is_field(key)).map(|key| reply.clean(fields::ours(key))),
            message: said.words.unwrap_or_else(|| reply.status_line()),
            correlation_id,
        }),
        500..=599 => Err(ProviderError::ServerFailure {
            status: reply.status,
            message: said.words.unwrap_or_else(|| reply.status_line()),
            retry_after: reply.retry_after,
            correlation_id,
        }),
        _ => Err(reply.unreadable(Unread::Shape("answer"))),
    }
}

/// Passes on what does not deny that a write was done: `{"success": false}` does, whatever the status. A read is
/// not asked: there it may be the very answer ("Active campaigns status").
pub(super) fn done(reply: Reply) -> Result<Reply, ProviderError> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Verdict {
        success: Scalar,
        error_log: Scalar,
    }
    let text = std::str::from_utf8(&reply.body).unwrap_or_default();
    let verdict: Verdict = object(text.trim_start()).unwrap_or_default();
    if verdict.success.flag() != Some(false) {
        return Ok(reply);
    }
    let words = verdict.error_log.text().map(|words| reply.clean(words)).or_else(|| said(&reply).words);
    Err(ProviderError::Refused {
        status: reply.status,
        message: words.unwrap_or_else(|| "The provider says that it did not do this.".to_owned()),
        field: None,
        correlation_id: reply.correlation_id,
        class: Refusal::Other,
    })
}

/// `message`, else every value in `errors`.
fn said(reply: &Reply) -> Said {
    let Some(envelope) = std::str::from_utf8(&reply.body).ok().and_then(object::<Envelope<'_>>) else {
        return Said::default();
    };
    let errors: BTreeMap<String, &RawValue> =
        envelope.errors.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
    let mut all: Vec<String> = envelope.message.owned().into_iter().collect();
    if all.is_empty() {
        all.extend(errors.values().filter_map(|value| detail(value.get())));
    }
    let words = (!all.is_empty()).then(|| reply.clean(&all.join(" ")));
    Said { words, keys: errors.into_keys().collect() }
}

fn detail(raw: &str) -> Option<String> {
    if raw.starts_with('{') {
        let detail: Detail = object(raw)?;
        return detail.msg.owned().or_else(|| detail.message.owned());
    }
    serde_json::from_str::<Scalar>(raw).ok()?.owned()
}

/// Whether a name in `errors` is a parameter's: not `Error`, and not a code such as `consumer::resource_forbidden`.
fn is_field(key: &str) -> bool {
    key != "Error" && !key.contains("::") && !key.is_empty()
}

fn class(status: u16, said: &Said, call: &Call) -> Refusal {
    let words = said.words.as_deref().unwrap_or_default().to_ascii_lowercase();
    let says = |needle: &str| words.contains(needle);
    if says("no route and no api found") {
        return Refusal::UnknownRoute;
    }
    let gone = ["no such virtual machine", "not found", "does not exist", "network uuid is invalid"];
    // Elsewhere the account is only who pays for the thing.
    let about_account = call.operation.starts_with("billing.") && !call.located;
    let account_gone = about_account && says("billing account is incorrect");
    match status {
        401 => Refusal::BadKey,
        403 if said.keys.iter().any(|key| key.contains("resource_forbidden")) => Refusal::NotAllowed,
        403 if says("authentication credentials") || says("api key") => Refusal::BadKey,
        403 => Refusal::NotAllowed,
        200 | 400 | 404 | 410 if call.exact && (account_gone || gone.into_iter().any(says)) => Refusal::Gone,
        405 => Refusal::UnknownRoute,
        409 | 423 => Refusal::Conflict,
        400 | 422 => Refusal::Invalid,
        _ => Refusal::Other,
    }
}
