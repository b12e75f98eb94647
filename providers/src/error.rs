//! What became of a call, kept apart by the one question that matters after a write: can it have happened?

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

/// Why nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// The host name could not be resolved, or the connection or its encryption could not be set up.
    Connect,
    /// The address is none that Skydeck may call (`guard`).
    Blocked,
    /// The request could not be put together; a bad key or address.
    Request,
    /// The platform has no such call.
    Unsupported,
    /// What the change depends on could not be read first.
    Unread,
}

/// Why no answer came, although the request was or may have been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The time limit passed.
    Timeout,
    /// The connection ended before an answer.
    Reset,
}

/// What a definitive refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The key is not valid.
    BadKey,
    /// The key is valid and may not do this.
    NotAllowed,
    /// The thing does not exist, said by an exact read of it or a write to it.
    Gone,
    /// The provider knows no such call or location. Says nothing about any resource.
    UnknownRoute,
    /// Not in the present state; often another operation on the same thing.
    Conflict,
    /// The input breaks a rule.
    Invalid,
    /// A refusal that fits nowhere else.
    Other,
}

/// Why an answer could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The connection ended inside the body.
    CutShort,
    /// The body is larger than [`crate::options::MAX_BODY`] once unpacked.
    TooLarge,
    /// The body could not be unpacked.
    Encoding,
    /// Not JSON.
    NotJson,
    /// JSON without what the call is for.
    Shape(&'static str),
    /// A redirect, which is never followed.
    Redirect,
}

/// The start of an answer that could not be used. Never printed: it may hold anything.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Evidence(Bytes);

impl Evidence {
    /// How much of an answer is kept.
    pub const KEPT: usize = 4096;

    pub(crate) fn new(body: &Bytes) -> Self {
        Self(Bytes::copy_from_slice(body.get(..Self::KEPT).unwrap_or(body)))
    }

    /// The bytes. Not for logs, pages or messages.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Evidence({} bytes)", self.0.len())
    }
}

/// A call that did not give what it is for. Free of secrets in every text form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderError {
    /// Nothing was sent, so nothing happened.
    NotSent {
        /// Why not.
        reason: NotSent,
    },
    /// The provider counts too many calls. Nothing happened.
    RateLimited {
        /// How long the provider asks to wait.
        retry_after: Option<Duration>,
        /// HTTP status; 429.
        status: u16,
        /// The provider's correlation id.
        correlation_id: Option<String>,
    },
    /// Sent, or perhaps sent, without an answer. A write may have happened.
    NoAnswer {
        /// What ended the wait.
        reason: NoAnswer,
    },
    /// The provider said no. With a 4xx nothing happened; with a 2xx (Virtua's `success: false`) that is likely, not
    /// certain.
    Refused {
        /// HTTP status.
        status: u16,
        /// The provider's words, cleaned and bounded.
        message: String,
        /// The field that the provider names.
        field: Option<String>,
        /// The provider's correlation id.
        correlation_id: Option<String>,
        /// What it means.
        class: Refusal,
    },
    /// The provider failed: a 5xx. A write may have happened.
    ServerFailure {
        /// HTTP status.
        status: u16,
        /// The provider's words, cleaned and bounded.
        message: String,
        /// How long the provider asks to wait.
        retry_after: Option<Duration>,
        /// The provider's correlation id.
        correlation_id: Option<String>,
    },
    /// An answer that makes no sense. A write may have happened.
    Unreadable {
        /// HTTP status.
        status: u16,
        /// What is wrong with it.
        why: Unread,
        /// Its start.
        bytes: Evidence,
        /// The provider's correlation id.
        correlation_id: Option<String>,
    },
}

impl ProviderError {
    /// Whether reading again later may help. Says nothing about writes: those are never repeated.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::NotSent { reason } => matches!(reason, NotSent::Connect),
            Self::RateLimited { .. } | Self::NoAnswer { .. } | Self::ServerFailure { .. } => true,
            Self::Unreadable { why, .. } => {
                matches!(why, Unread::CutShort | Unread::NotJson | Unread::Encoding)
            }
            Self::Refused { .. } => false,
        }
    }

    /// Whether it is certain that a write did not happen. Everything else is *unknown* until a read settles it.
    #[must_use]
    pub const fn outcome_known_not_done(&self) -> bool {
        match self {
            Self::NotSent { .. } | Self::RateLimited { .. } => true,
            Self::Refused { status, .. } => matches!(*status, 400..=499),
            Self::NoAnswer { .. } | Self::ServerFailure { .. } | Self::Unreadable { .. } => false,
        }
    }

    /// HTTP status, when there was an answer.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::NotSent { .. } | Self::NoAnswer { .. } => None,
            Self::RateLimited { status, .. }
            | Self::Refused { status, .. }
            | Self::ServerFailure { status, .. }
            | Self::Unreadable { status, .. } => Some(*status),
        }
    }

    /// The provider's correlation id, when it gave one.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        match self {
            Self::NotSent { .. } | Self::NoAnswer { .. } => None,
            Self::RateLimited { correlation_id, .. }
            | Self::Refused { correlation_id, .. }
            | Self::ServerFailure { correlation_id, .. }
            | Self::Unreadable { correlation_id, .. } => correlation_id.as_deref(),
        }
    }

    /// How long the provider asks to wait before the next call.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } | Self::ServerFailure { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// What a refusal means; `None` for everything but [`ProviderError::Refused`].
    #[must_use]
    pub const fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Refused { class, .. } => Some(*class),
            _ => None,
        }
    }

    /// Whether the key itself was refused, so that using it further is pointless.
    #[must_use]
    pub const fn is_bad_key(&self) -> bool {
        matches!(self, Self::Refused { class: Refusal::BadKey, .. })
    }

    /// Whether the thing that was read exactly does not exist any more.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        matches!(self, Self::Refused { class: Refusal::Gone, .. })
    }

    /// For people: what the provider said, or what kept us from hearing it. Never a raw body.
    #[must_use]
    pub fn public_message(&self) -> String {
        match self {
            Self::NotSent { reason: NotSent::Connect } => "The provider could not be reached.".to_owned(),
            Self::NotSent { reason: NotSent::Blocked } => {
                "The address leads into a private network, which this installation does not allow.".to_owned()
            }
            Self::NotSent { reason: NotSent::Request } => "The request could not be put together.".to_owned(),
            Self::NotSent { reason: NotSent::Unsupported } => {
                "The provider's API offers no such call.".to_owned()
            }
            Self::NotSent { reason: NotSent::Unread } => {
                "The present state could not be read, so nothing was sent.".to_owned()
            }
            Self::RateLimited { retry_after: Some(wait), .. } => {
                format!("The provider counts too many requests and asks to wait {} s.", wait.as_secs().max(1))
            }
            Self::RateLimited { .. } => {
                "The provider counts too many requests. Try again in a minute.".to_owned()
            }
            Self::NoAnswer { reason: NoAnswer::Timeout } => "The provider did not answer in time.".to_owned(),
            Self::NoAnswer { reason: NoAnswer::Reset } => {
                "The connection to the provider broke before an answer came.".to_owned()
            }
            Self::Refused { message, .. } | Self::ServerFailure { message, .. } => message.clone(),
            Self::Unreadable { why, .. } => match why {
                Unread::CutShort => "The provider's answer broke off.".to_owned(),
                Unread::TooLarge => "The provider's answer is too large.".to_owned(),
                Unread::Redirect => {
                    "The provider redirects to another address, which is not followed.".to_owned()
                }
                Unread::Encoding | Unread::NotJson | Unread::Shape(_) => {
                    "The provider's answer could not be understood.".to_owned()
                }
            },
        }
    }
}

/// The public message with status and correlation id, for logs.
impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.public_message())?;
        if let Self::Unreadable { why: Unread::Shape(what), .. } = self {
            write!(f, " (no {what})")?;
        }
        if let Some(status) = self.status() {
            write!(f, " [HTTP {status}]")?;
        }
        if let Some(id) = self.correlation_id() {
            write!(f, " [{id}]")?;
        }
        Ok(())
    }
}

impl std::error::Error for ProviderError {}
