//! Answers only under names that are its own. A stranger's name that was made to lead here would otherwise be taken for our
//! own pages: to the browser it is one origin, so `Sec-Fetch-Site` says `same-origin`.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::{DomainError, ErrorKind};
use http::StatusCode;
use http::header::HOST;

use crate::config::HttpConfig;
use crate::reply;

/// What orchestrators ask, under whatever name they know this process by. The answers say nothing about anybody.
const PROBES: [&str; 2] = ["/livez", "/readyz"];

/// Refuses requests for another name with 421. One without any comes from no browser.
pub async fn layer(State(config): State<Arc<HttpConfig>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).map(|host| host.to_str().unwrap_or("?"));
    if host.is_none_or(|host| config.origin.answers_to(host)) || PROBES.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let message = "Skydeck is not known under this name, so nothing was done. Open it under its own address; a proxy in \
                   front has to pass the Host header on.";
    let mut response = reply::refuse(&request, DomainError::new(ErrorKind::Forbidden, message));
    *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
    response
}

#[cfg(test)]
mod tests {
    use axum::routing::any;
    use axum::{Router, middleware};

    use super::*;
    use crate::testing::{get, http_config};

    #[tokio::test]
    async fn c1_a_strangers_name_that_leads_here_is_refused() {
        let router = Router::new()
            .route("/x", any(async || "in"))
            .route("/livez", any(async || "alive"))
            .layer(middleware::from_fn_with_state(Arc::new(http_config()), layer));
        for own in ["deck.example.com", "deck.example.com:8443", "127.0.0.1:3000", "[::1]:3000", "localhost"]
        {
            assert_eq!(get(&router, "/x", &[("host", own)]).await.status(), StatusCode::OK, "{own}");
        }
        for strange in
            ["evil.test", "evil.test:3000", "deck.example.com.evil.test", "", "localhost.evil.test"]
        {
            let answer = get(&router, "/x", &[("host", strange), ("sec-fetch-site", "same-origin")]).await;
            assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{strange}");
        }
        assert_eq!(get(&router, "/x", &[]).await.status(), StatusCode::OK);
        let probed = get(&router, "/livez", &[("host", "skydeck.internal:3000")]).await;
        assert_eq!(probed.status(), StatusCode::OK);
    }
}
