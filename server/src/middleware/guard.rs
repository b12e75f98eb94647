//! Sends people to where they have to go first: the sign-in, or on a first run the set-up.
//!
//! It answers before anything is rendered and with an empty body, so that nothing of a page can leak.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use backend::Actor;
use domain::{DomainError, ErrorKind};
use http::header::LOCATION;
use http::{HeaderValue, Method, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::referer::is_local_path;
use crate::reply;
use crate::shared::Shared;

/// The page that signs in.
pub const SIGN_IN: &str = "/sign-in";

/// Longer addresses are not carried through the sign-in.
const LONGEST_NEXT: usize = 1024;

/// Lets signed-in people and public pages through.
pub async fn layer(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if path.starts_with("/api/") || path == crate::events::PATH {
        return next.run(request).await;
    }
    let signed_in = request.extensions().get::<Actor>().is_some();
    if let Some(token) = path.strip_prefix("/setup/") {
        let valid = match shared.backend.setup_valid(token).await {
            Ok(valid) => valid,
            Err(error) => return reply::refuse(&request, error.into_public("set-up")),
        };
        // The page itself says that the link is used up or too old.
        let mut response = next.run(request).await;
        if !valid {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        return response;
    }
    if !signed_in && !shared.is_set_up().await {
        let message = "Skydeck has no account yet. Open the set-up link that it printed when it started; it is good \
                       for half an hour, and starting again prints a new one.";
        return reply::refuse(&request, DomainError::new(ErrorKind::Unavailable, message));
    }
    if path == SIGN_IN {
        return if signed_in { go(&next_of(request.uri().query())) } else { next.run(request).await };
    }
    if signed_in { next.run(request).await } else { go(&sign_in(&request)) }
}

/// The sign-in that leads back to the page asked for.
fn sign_in(request: &Request) -> String {
    let target = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !read || target == "/" || target.len() > LONGEST_NEXT || !is_local_path(target) {
        return SIGN_IN.to_owned();
    }
    format!("{SIGN_IN}?next={}", utf8_percent_encode(target, NON_ALPHANUMERIC))
}

/// Where the sign-in leads back to: a page of ours, else the first one.
fn next_of(query: Option<&str>) -> String {
    let raw = query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("next="));
    let next =
        raw.and_then(|raw| percent_decode_str(raw).decode_utf8().ok()).unwrap_or_default().into_owned();
    let loops = next.split('?').next() == Some(SIGN_IN);
    if is_local_path(&next) && !loops { next } else { "/".to_owned() }
}

fn go(to: &str) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, to);
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn the_sign_in_leads_back_to_the_page() {
        let ask = |method: &str, uri: &str| {
            sign_in(&Request::builder().method(method).uri(uri).body(Body::empty()).unwrap())
        };
        assert_eq!(ask("GET", "/"), "/sign-in");
        let there = ask("GET", "/servers?search=a%20b&page=2");
        assert_eq!(there, "/sign-in?next=%2Fservers%3Fsearch%3Da%2520b%26page%3D2");
        assert_eq!(next_of(there.split_once('?').map(|(_, query)| query)), "/servers?search=a%20b&page=2");
        assert_eq!(ask("POST", "/servers"), "/sign-in");
        assert_eq!(ask("GET", "//evil.test/"), "/sign-in");
    }

    #[test]
    fn c4_it_leads_nowhere_else() {
        for query in [
            None,
            Some(""),
            Some("next=https%3A%2F%2Fevil.test"),
            Some("next=//evil.test"),
            Some("next=%2Fsign-in%3Fnext%3D%2F"),
        ] {
            assert_eq!(next_of(query), "/", "{query:?}");
        }
    }
}
