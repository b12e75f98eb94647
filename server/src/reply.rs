//! Failures that the server itself answers with, before a page or a server function is reached.

use app::AppError;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use domain::DomainError;
use http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use crate::middleware::request_id::RequestId;

/// Marks an answer as made here, for people or for the browser's half as its asker needs it, with what it says.
#[derive(Clone, Debug)]
pub struct Ours(pub DomainError);

/// What an answer depends on, kept when the request itself has gone on its way.
#[derive(Clone, Debug)]
pub struct Asker {
    call: bool,
    form: bool,
    request_id: Option<String>,
}

impl Asker {
    /// Who asks, as the request tells.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self {
            call: request.uri().path().starts_with("/api/"),
            form: accept.contains("text/html"),
            request_id: request.extensions().get::<RequestId>().map(|id| id.0.clone()),
        }
    }

    /// Whether a server function was called.
    #[must_use]
    pub const fn is_call(&self) -> bool {
        self.call
    }

    /// Whether a browser will show the answer as a page: an ordinary form, or a link.
    #[must_use]
    pub const fn is_page(&self) -> bool {
        self.form
    }
}

/// The failure as an answer to `request`.
pub fn refuse(request: &Request, error: DomainError) -> Response {
    reply(&Asker::of(request), error)
}

/// The failure as an answer to whoever asked.
pub fn error(asker: &Asker, error: DomainError) -> Response {
    reply(asker, error)
}

fn reply(asker: &Asker, mut error: DomainError) -> Response {
    if error.correlation_id.is_none() {
        error.correlation_id.clone_from(&asker.request_id);
    }
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let retry_after = error.retry_after_s;
    let (kind, body) = if asker.call && !asker.form {
        ("application/json", encode(error.clone()))
    } else {
        ("text/plain; charset=utf-8", plain(&error))
    };
    let mut response = (status, [(CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response.extensions_mut().insert(Ours(error));
    response
}

/// As the browser's half decodes it.
fn encode(error: DomainError) -> Vec<u8> {
    use leptos::server_fn::error::FromServerFnError as _;
    AppError::from(error).ser().to_vec()
}

/// For a program or a person without a page around it; a browser gets a page instead, made of [`Ours`].
fn plain(error: &DomainError) -> Vec<u8> {
    let id = error.correlation_id.as_deref().unwrap_or_default();
    format!("{}\n\nRequest {id}\n", error.message).into_bytes()
}
