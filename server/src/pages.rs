//! Pages and server functions, as Leptos makes them.

use std::sync::LazyLock;

use app::state::AppState;
use app::{App, shell};
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use http::StatusCode;
use http::request::Parts;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes as _, generate_route_list, render_app_async_with_context};

use crate::middleware::headers::PageNonce;

/// The addresses of all pages. Found once for the process: while the framework looks for them, no page anywhere in the
/// process gets its data, and one that is being made at that moment would wait for it for ever.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// Every page and every server function, each under its address.
pub fn routes(state: AppState) -> Router {
    let options = state.leptos_options.clone();
    Router::new()
        .leptos_routes_with_context(&state, PAGES.clone(), use_header_nonce, move || shell(options.clone()))
        .with_state(state)
}

/// The page for addresses that have none.
pub async fn not_found(state: AppState, request: Request) -> Response {
    let options = state.leptos_options.clone();
    let context = move || {
        provide_context(state.clone());
        use_header_nonce();
    };
    let mut response = render_app_async_with_context(context, move || shell(options.clone()))(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// Replaces the nonce that Leptos just made by the one in the answer's policy.
fn use_header_nonce() {
    let nonce = use_context::<Parts>().and_then(|parts| parts.extensions.get::<PageNonce>().cloned());
    if let Some(PageNonce(nonce)) = nonce {
        provide_context(nonce);
    }
}
