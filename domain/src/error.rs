//! What went wrong, in words that may be shown. Nothing internal belongs in a [`DomainError`]: it travels to browsers and into addresses.

use serde::{Deserialize, Serialize};

/// What kind of failure it is, and so its HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The input breaks a rule; `field` says where.
    Invalid,
    /// Nobody is signed in, or the session ended.
    Unauthenticated,
    /// The person's role does not allow it.
    Forbidden,
    /// There is no such thing, or the person may not know of it.
    NotFound,
    /// It cannot be done in the present state.
    Conflict,
    /// The provider answered and said no.
    ProviderRefused,
    /// The provider could not be reached or did not make sense.
    ProviderUnavailable,
    /// The body is too large.
    TooLarge,
    /// Too many tries; `retry_after_s` says when to come back.
    RateLimited,
    /// Skydeck cannot do it now.
    Unavailable,
    /// Skydeck failed.
    Internal,
    /// The answer did not arrive. Whether anything changed is not known.
    Network,
}

impl ErrorKind {
    /// The HTTP status that carries it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Invalid => 422,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::ProviderRefused | Self::ProviderUnavailable => 502,
            Self::TooLarge => 413,
            Self::RateLimited => 429,
            Self::Unavailable | Self::Network => 503,
            Self::Internal => 500,
        }
    }
}

/// A failure in public words: what happened, whether anything changed, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainError {
    /// What kind of failure it is.
    pub kind: ErrorKind,
    /// For the person: sentences in plain words, safe to show.
    pub message: String,
    /// The form field it belongs to, by the field's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What finds it in the logs: our request id, or the provider's correlation id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// Seconds to wait before trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u32>,
}

impl DomainError {
    /// A failure of `kind` in these words.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), field: None, correlation_id: None, retry_after_s: None }
    }

    /// Input that breaks a rule, beside its field.
    #[must_use]
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(ErrorKind::Invalid, message) }
    }

    /// No such thing, or none that this person may know of.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new(ErrorKind::NotFound, format!("There is no such {what}, or it is not your team's."))
    }

    /// With what finds it in the logs.
    #[must_use]
    pub fn with_correlation_id(mut self, id: impl Into<String>) -> Self {
        self.correlation_id = Some(id.into());
        self
    }

    /// The HTTP status that carries it.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.kind.status()
    }
}
