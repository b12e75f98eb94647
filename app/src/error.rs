//! The one error of every server function. It travels to browsers, so it holds public words only.

use std::fmt;

use domain::{DomainError, ErrorKind};
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// A failure in public words, as server functions return it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppError(pub DomainError);

impl AppError {
    /// The framework's own failures. Its words may name internals: the kind is kept, the words are ours.
    fn from_transport(error: &ServerFnErrorErr) -> Self {
        let (kind, message) = match error {
            ServerFnErrorErr::Request(_) => (
                ErrorKind::Network,
                "Skydeck did not answer. Whether anything changed is not known: look at Activity before you try again.",
            ),
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Serialization(_) => (
                ErrorKind::Invalid,
                "What was sent could not be read, so nothing was changed. Reload the page and try again.",
            ),
            ServerFnErrorErr::Deserialization(_) => (
                ErrorKind::Network,
                "The answer could not be read. Reload the page: it shows what is true now.",
            ),
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Response(_) => {
                (ErrorKind::Internal, "Skydeck failed. Reload the page: it shows what is true now.")
            }
        };
        Self(DomainError::new(kind, message))
    }

    /// Whether the session is missing or over.
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        self.0.kind == ErrorKind::Unauthenticated
    }
}

impl From<DomainError> for AppError {
    fn from(error: DomainError) -> Self {
        Self(error)
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self::from_transport(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frameworks_words_stay_behind() {
        for error in [
            ServerFnErrorErr::Args("column users.password".into()),
            ServerFnErrorErr::ServerError("panicked at src/x.rs".into()),
            ServerFnErrorErr::Deserialization("<html>".into()),
            ServerFnErrorErr::Request("TypeError".into()),
        ] {
            let inner = format!("{error:?}");
            let inner = inner.split('"').nth(1).unwrap_or_default().to_owned();
            let shown = AppError::from_server_fn_error(error).to_string();
            assert!(!shown.contains(&inner), "{shown}");
        }
    }

    #[test]
    fn errors_survive_the_way_to_the_browser() {
        let error = AppError(DomainError::invalid("email", "Enter an address.").with_correlation_id("r-1"));
        assert_eq!(AppError::de(error.ser()), error);
    }
}
