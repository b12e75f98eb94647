//! Makes a page of a refusal that a browser will show to a person.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderValue, Method};

use crate::reply::{Asker, Ours};

/// Puts the page in the place of the plain words. Its argument is the style sheet's address.
pub async fn layer(State(css): State<Arc<str>>, request: Request, next: Next) -> Response {
    if !Asker::of(&request).is_page() {
        return next.run(request).await;
    }
    let theme = theme(request.headers());
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    let again = request.uri().path_and_query().filter(|_| read).map(ToString::to_string);
    let mut response = next.run(request).await;
    let Some(Ours(error)) = response.extensions_mut().remove::<Ours>() else { return response };
    let page = app::refusal_page(&error, &css, &theme, again.as_deref());
    *response.body_mut() = Body::from(page);
    response.headers_mut().remove(CONTENT_LENGTH);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

/// The theme's cookie, or nothing.
fn theme(headers: &HeaderMap) -> String {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    let mut pairs = cookies.flat_map(|header| header.split(';')).map(str::trim);
    pairs.find_map(|pair| pair.strip_prefix("theme=")).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::any;
    use domain::{DomainError, ErrorKind};

    use super::*;
    use crate::reply;
    use crate::testing::{send, text};

    #[tokio::test]
    async fn people_get_a_page_and_programs_do_not() {
        let refuse = async |request: Request| {
            reply::refuse(&request, DomainError::new(ErrorKind::Forbidden, "No. Nothing was changed."))
        };
        let css: Arc<str> = "/pkg/x/skydeck.css".into();
        let router = Router::new()
            .route("/api/x", any(refuse))
            .route("/page", any(async || "a page"))
            .layer(from_fn_with_state(css, layer));
        let browser = [("accept", "text/html,*/*"), ("cookie", "sid=1; theme=dark")];
        let page = send(&router, "POST", "/api/x", &browser, "").await;
        assert_eq!(
            (page.status().as_u16(), &page.headers()[CONTENT_TYPE]),
            (403, &HeaderValue::from_static("text/html; charset=utf-8"))
        );
        let page = text(page).await;
        assert!(page.contains("No. Nothing was changed.") && page.contains(r#"data-theme="dark""#), "{page}");
        let program = send(&router, "POST", "/api/x", &[("accept", "application/json")], "").await;
        assert_eq!(program.headers()[CONTENT_TYPE], "application/json");
        assert_eq!(text(send(&router, "GET", "/page", &browser, "").await).await, "a page");
    }
}
