//! The router's state: what handlers and server functions can take out of it.

use axum::extract::FromRef;
use backend::Backend;
use leptos::config::LeptosOptions;

/// What every handler can reach.
#[derive(Clone)]
pub struct AppState {
    /// Names and places of the site's files.
    pub leptos_options: LeptosOptions,
    /// The use cases.
    pub backend: Backend,
    /// What differs between installations and shows on pages.
    pub site: SiteInfo,
}

/// What differs between installations and shows on pages.
#[derive(Clone, Copy, Debug, Default)]
pub struct SiteInfo {
    /// Providers are simulated; every page says so.
    pub demo: bool,
    /// Cookies may travel without TLS: the server listens on loopback only.
    pub loopback_http: bool,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos_options.clone()
    }
}

impl FromRef<AppState> for Backend {
    fn from_ref(state: &AppState) -> Self {
        state.backend.clone()
    }
}
