//! One try: put the key in, send, read the answer, write one line to the log.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, Request, Response};
use tokio::time::Instant;

use super::body::{self, BodyFailure};
use super::{Call, Http, Reply, headers, key};
use crate::credential::Credential;
use crate::error::{Evidence, NoAnswer, NotSent, ProviderError, Unread};
use crate::guard::{self, Blocked};

impl Http {
    pub(super) async fn once(
        &self,
        client: &Client,
        credential: &Credential,
        call: &Call,
        limit: Duration,
    ) -> Result<Reply, ProviderError> {
        let started = Instant::now();
        let outcome = match self.request(credential, call, limit) {
            Ok(request) => self.exchange(client, credential, request).await,
            Err(error) => Err(error),
        };
        log(credential, call, &outcome, started.elapsed());
        outcome.map(|reply| Reply { beside: call.payload.secrets(), sealed: call.sealed, ..reply })
    }

    fn request(
        &self,
        credential: &Credential,
        call: &Call,
        limit: Duration,
    ) -> Result<Request, ProviderError> {
        let base = &credential.endpoint.base_url;
        guard::check_url(base, &self.options.allowed_private)
            .map_err(|_| ProviderError::NotSent { reason: NotSent::Blocked })?;
        let mut request = Request::new(call.method.clone(), call.url(base)?);
        let headers = request.headers_mut();
        if !call.keyless {
            let (name, value) =
                key::header(credential).ok_or(ProviderError::NotSent { reason: NotSent::Request })?;
            headers.insert(name, value);
        }
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let unsendable = |_| ProviderError::NotSent { reason: NotSent::Request };
        if let Some((kind, body)) = call.payload.encode().map_err(unsendable)? {
            headers.insert(CONTENT_TYPE, kind);
            *request.body_mut() = Some(body.into());
        }
        *request.timeout_mut() = Some(limit);
        Ok(request)
    }
}

impl Http {
    async fn exchange(
        &self,
        client: &Client,
        credential: &Credential,
        request: Request,
    ) -> Result<Reply, ProviderError> {
        #[cfg(any(test, fuzzing))]
        if let Some(canned) = &self.canned {
            return reply(credential, canned.response()).await;
        }
        let response = client.execute(request).await.map_err(|error| unanswered(&error))?;
        reply(credential, response).await
    }
}

/// Reads an answer to its end.
async fn reply(credential: &Credential, response: Response) -> Result<Reply, ProviderError> {
    let status = response.status().as_u16();
    let correlation_id =
        headers::correlation_id(response.headers()).filter(|id| key::scrub(&credential.key, id) == *id);
    let retry_after = headers::retry_after(response.headers());
    if status == 429 {
        return Err(ProviderError::RateLimited { retry_after, status, correlation_id });
    }
    let unreadable = |why, correlation_id| {
        Err(ProviderError::Unreadable { status, why, bytes: Evidence::default(), correlation_id })
    };
    if response.status().is_redirection() {
        return unreadable(Unread::Redirect, correlation_id);
    }
    let refused = response.status().is_client_error();
    let body = match body::read(response).await {
        Ok(body) => body,
        // The status line of a refusal says enough.
        Err(_) if refused => Bytes::new(),
        Err(BodyFailure::Timeout) => return Err(ProviderError::NoAnswer { reason: NoAnswer::Timeout }),
        Err(BodyFailure::CutShort) => return unreadable(Unread::CutShort, correlation_id),
        Err(BodyFailure::TooLarge) => return unreadable(Unread::TooLarge, correlation_id),
        Err(BodyFailure::Encoding) => return unreadable(Unread::Encoding, correlation_id),
    };
    let key = credential.key.clone();
    Ok(Reply { status, body, correlation_id, retry_after, key, beside: Vec::new(), sealed: false })
}

/// What a failure before the status line means. Only a failed connection proves that nothing was sent.
fn unanswered(error: &reqwest::Error) -> ProviderError {
    if error.is_builder() {
        ProviderError::NotSent { reason: NotSent::Request }
    } else if error.is_connect() {
        let blocked = causes(error).any(|cause| cause.downcast_ref::<Blocked>().is_some());
        ProviderError::NotSent { reason: if blocked { NotSent::Blocked } else { NotSent::Connect } }
    } else if error.is_timeout() {
        ProviderError::NoAnswer { reason: NoAnswer::Timeout }
    } else {
        ProviderError::NoAnswer { reason: NoAnswer::Reset }
    }
}

/// Whether an unpacker, and not the connection, gave up.
pub(super) fn caused_by_io_data(error: &reqwest::Error) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput};
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|io| matches!(io.kind(), InvalidData | InvalidInput))
}

fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause: &&'a (dyn Error + 'static)| (*cause).source())
}

/// One line: never the query, the body or the key.
fn log(credential: &Credential, call: &Call, outcome: &Result<Reply, ProviderError>, took: Duration) {
    let base = &credential.endpoint.base_url;
    let url = call.url(base);
    let path = url.as_ref().map_or_else(|_| base.path(), |url| url.path());
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let (operation, method) = (call.operation, call.method.as_str());
    let (brand, credential) = (credential.endpoint.brand.slug(), credential.id.as_str());
    match outcome {
        Ok(reply) => {
            let correlation_id = reply.correlation_id.as_deref();
            let status = reply.status;
            if status < 400 {
                tracing::debug!(
                    brand,
                    credential,
                    operation,
                    method,
                    path,
                    status,
                    duration_ms,
                    correlation_id,
                    "provider call"
                );
            } else {
                tracing::warn!(
                    brand,
                    credential,
                    operation,
                    method,
                    path,
                    status,
                    duration_ms,
                    correlation_id,
                    "provider call refused"
                );
            }
        }
        Err(error) => {
            let (status, correlation_id) = (error.status(), error.correlation_id());
            tracing::warn!(
                brand, credential, operation, method, path, status, duration_ms, correlation_id, %error,
                "provider call failed"
            );
        }
    }
}
