//! All addresses, and the order of the layers around them.

use std::sync::Arc;

use app::state::{AppState, SiteInfo};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::middleware as layers;
use crate::middleware::kept::Kept;
use crate::shared::Shared;
use crate::site::Site;
use crate::{events, export, health, pages, report};

/// Brotli's quickest: for a list page, the next level was measured to take twice the time to save a twentieth of the bytes.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(0);

/// The whole server, without its socket.
pub fn router(shared: &Shared, site: &Site) -> Router {
    with_routes(shared, site, Router::new())
}

/// As [`router`], with more addresses behind the same layers.
pub fn with_routes(shared: &Shared, site: &Site, more: Router) -> Router {
    let state = state(shared, site);
    let files = export::PATHS.into_iter();
    let known = files
        .fold(Router::new(), |router, (path, form)| router.route(path, export::route(form)))
        .route(events::PATH, events::route())
        .with_state(shared.clone())
        .merge(pages::routes(state.clone()))
        .merge(more);
    let unknown = Router::new().fallback(move |request: Request| pages::not_found(state, request));
    let files = site.files(for_people(unknown, shared));
    let everything = Router::new()
        .merge(for_people(known, shared))
        .merge(health::routes(shared.clone()))
        .route(report::PATH, report::route())
        .fallback_service(files);
    for_everyone(everything, shared, site)
}

fn state(shared: &Shared, site: &Site) -> AppState {
    AppState {
        leptos_options: site.leptos_options(),
        backend: shared.backend.clone(),
        site: SiteInfo { demo: shared.backend.config().demo, loopback_http: !shared.http.origin.is_secure() },
    }
}

/// Around what depends on who asks. The last layer is the first that a request meets.
fn for_people(router: Router, shared: &Shared) -> Router {
    let sessions = SessionManagerLayer::new(shared.backend.session_store())
        .with_name(shared.http.origin.session_cookie())
        .with_secure(shared.http.origin.is_secure())
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_path("/")
        // Ends with the browser. How long it lasts at most is the backend's business, on every request.
        .with_expiry(Expiry::OnSessionEnd);
    router
        .layer(Kept(from_fn(layers::permission::layer)))
        .layer(Kept(from_fn_with_state(shared.clone(), layers::guard::layer)))
        .layer(Kept(from_fn_with_state(shared.limiter.clone(), layers::rate::layer)))
        .layer(Kept(from_fn_with_state(shared.backend.clone(), layers::actor::layer)))
        .layer(Kept(sessions))
        .layer(Kept(from_fn_with_state(shared.http.clone(), layers::cookie::layer)))
}

/// Around everything. The last layer is the first that a request meets.
fn for_everyone(router: Router, shared: &Shared, site: &Site) -> Router {
    let http = &shared.http;
    let css: Arc<str> = site.build.css.as_str().into();
    router
        .layer(Kept(from_fn_with_state(http.clone(), layers::body::layer)))
        .layer(Kept(from_fn_with_state(http.clone(), layers::referer::layer)))
        .layer(Kept(from_fn(layers::content_type::layer)))
        .layer(Kept(from_fn_with_state(http.clone(), layers::same_origin::layer)))
        .layer(Kept(from_fn_with_state(http.clone(), layers::host::layer)))
        .layer(Kept(from_fn_with_state(http.clone(), layers::timeout::layer)))
        .layer(Kept(from_fn(layers::panic::layer)))
        .layer(Kept(from_fn(layers::api_errors::layer)))
        .layer(Kept(from_fn_with_state(css, layers::refusal::layer)))
        .layer(Kept(CompressionLayer::new().quality(COMPRESSION)))
        .layer(Kept(from_fn_with_state(http.clone(), layers::client_ip::layer)))
        .layer(Kept(from_fn_with_state(http.origin.is_secure(), layers::headers::layer)))
        .layer(Kept(from_fn(layers::request_id::layer)))
}
