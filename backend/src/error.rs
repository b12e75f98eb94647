//! What goes wrong in a use case: words for the person, and the cause for the log. Each error of a layer below becomes one here,
//! in this file. A failure is logged once, by [`BackendError::into_public`].

use domain::error::{DomainError, ErrorKind};
use providers::error::{ProviderError, Refusal};

/// What a use case gives, or why not.
pub type Result<T> = std::result::Result<T, BackendError>;

/// A failure with its public and its internal side. There is no `Display`: the internal side must not reach a page.
#[derive(Debug)]
pub struct BackendError {
    public: DomainError,
    internal: Option<String>,
}

impl BackendError {
    /// A failure of ours. `internal` goes to the log alone and must hold no secret.
    #[must_use]
    pub fn internal(internal: impl Into<String>) -> Self {
        Self {
            public: DomainError::new(
                ErrorKind::Internal,
                "Skydeck could not do this. The log of the server says why, under the id below.",
            ),
            internal: Some(internal.into()),
        }
    }

    /// Nobody is signed in, or the session ended.
    #[must_use]
    pub fn unauthenticated() -> Self {
        DomainError::new(ErrorKind::Unauthenticated, "Your session has ended. Sign in again.").into()
    }

    /// What may be shown.
    #[must_use]
    pub const fn public(&self) -> &DomainError {
        &self.public
    }

    /// The cause, for logs.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.internal.as_deref()
    }

    /// Logs the failure and gives what may be shown, with `request_id` where no provider gave an id of its own.
    #[must_use]
    pub fn into_public(self, request_id: &str) -> DomainError {
        let Self { mut public, internal } = self;
        let status = public.status();
        if let Some(cause) = internal {
            if status >= 500 {
                tracing::error!(request_id, status, cause, "request failed");
            } else {
                tracing::info!(request_id, status, cause, "request refused");
            }
            public.correlation_id.get_or_insert_with(|| request_id.to_owned());
        }
        public
    }
}

impl From<DomainError> for BackendError {
    fn from(public: DomainError) -> Self {
        Self { public, internal: None }
    }
}

impl From<sqlx::Error> for BackendError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self {
                public: DomainError {
                    retry_after_s: Some(2),
                    ..DomainError::new(ErrorKind::Unavailable, "Skydeck is busy. Try again in a moment.")
                },
                internal: Some("no database connection became free in time".to_owned()),
            },
            error if crate::db::sqlite::cannot_write(&error) => Self {
                public: DomainError {
                    retry_after_s: Some(30),
                    ..DomainError::new(
                        ErrorKind::Unavailable,
                        "Skydeck cannot write to its disk. Nothing was changed. Its operator has to look.",
                    )
                },
                internal: Some(format!("database: {error}")),
            },
            error => Self::internal(format!("database: {error}")),
        }
    }
}

impl From<ProviderError> for BackendError {
    fn from(error: ProviderError) -> Self {
        let kind = match &error {
            ProviderError::Refused { class: Refusal::Gone, .. } => ErrorKind::NotFound,
            ProviderError::Refused { class: Refusal::Conflict, .. } => ErrorKind::Conflict,
            ProviderError::Refused { .. } => ErrorKind::ProviderRefused,
            ProviderError::RateLimited { .. } => ErrorKind::RateLimited,
            _ => ErrorKind::ProviderUnavailable,
        };
        let mut public = DomainError::new(kind, error.public_message());
        public.correlation_id = error.correlation_id().map(ToOwned::to_owned);
        if let ProviderError::RateLimited { retry_after, .. } = &error {
            public.retry_after_s = retry_after.map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX));
        }
        Self { public, internal: Some(format!("provider: {error}")) }
    }
}

impl From<tower_sessions::session::Error> for BackendError {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::internal(format!("session: {error}"))
    }
}

impl From<tokio::task::JoinError> for BackendError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::internal(format!("a task ended early: {error}"))
    }
}

impl From<crate::vault::VaultError> for BackendError {
    fn from(error: crate::vault::VaultError) -> Self {
        Self::internal(format!("vault: {error}"))
    }
}
