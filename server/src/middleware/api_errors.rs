//! Whatever fails below `/api` answers in the form that the browser's half decodes.
//!
//! The router's own answers (no such path, wrong method, unread kinds of body) and those of layers from elsewhere
//! come as plain text or empty; a page would show a decoding failure instead of the message.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use domain::{DomainError, ErrorKind};
use http::StatusCode;
use http::header::CONTENT_TYPE;

use crate::reply::{self, Asker};

/// Puts failures that are not in our form into it. The status and the headers stay.
pub async fn layer(request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    let response = next.run(request).await;
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    if !asker.is_call() || !failed || is_ours(&response) {
        return response;
    }
    let (mut parts, body) = reply::error(&asker, describe(status)).into_parts();
    parts.status = status;
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != http::header::CONTENT_LENGTH {
            parts.headers.append(name, value.clone());
        }
    }
    Response::from_parts(parts, body)
}

fn is_ours(response: &Response) -> bool {
    response.extensions().get::<reply::Ours>().is_some()
        || response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

fn describe(status: StatusCode) -> DomainError {
    let (kind, message) = match status {
        StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST => {
            (ErrorKind::NotFound, "There is no such call. Nothing was done.")
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            (ErrorKind::Invalid, "That call is made with another method. Nothing was done.")
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            (ErrorKind::Invalid, "That kind of content is not read here. Nothing was done.")
        }
        status if status.is_client_error() => {
            (ErrorKind::Invalid, "The request could not be understood. Nothing was done.")
        }
        _ => (
            ErrorKind::Internal,
            "Whether anything changed is not known: look at Activity before you repeat it. The log has the details.",
        ),
    };
    DomainError::new(kind, message)
}

#[cfg(test)]
mod tests {
    use axum::routing::post;
    use axum::{Router, middleware};

    use super::*;
    use crate::testing::{send, text};

    #[tokio::test]
    async fn t28_the_routers_own_failures_can_be_decoded() {
        let router = Router::new().route("/api/x", post(async || "in")).layer(middleware::from_fn(layer));
        for (method, path, status) in [("GET", "/api/x", 405), ("POST", "/api/nothing", 404)] {
            let response = send(&router, method, path, &[], "").await;
            assert_eq!(response.status(), status);
            assert_eq!(response.headers().contains_key("allow"), status == 405);
            let error: DomainError = serde_json::from_str(&text(response).await).unwrap();
            assert!(!error.message.is_empty());
        }
        assert_eq!(text(send(&router, "GET", "/elsewhere", &[], "").await).await, "");
    }
}
