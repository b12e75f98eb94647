//! Pages and server functions, as Leptos makes them.

use app::state::AppState;
use app::{App, shell};
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use http::StatusCode;
use http::request::Parts;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes as _, generate_route_list, render_app_async_with_context};

use crate::middleware::headers::PageNonce;

/// Every page and every server function, each under its address.
pub fn routes(state: AppState) -> Router {
    let options = state.leptos_options.clone();
    Router::new()
        .leptos_routes_with_context(&state, generate_route_list(App), use_header_nonce, move || {
            shell(options.clone())
        })
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
