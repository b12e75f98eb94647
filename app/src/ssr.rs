//! The only place that reads context: the request, the state behind the router, and the response being made.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::header::{ACCEPT, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use backend::{Actor, Backend, BackendError, Session};
use domain::view::DeckView;
use domain::{DomainError, ErrorKind, Timestamp};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::error::AppError;
use crate::facts::{Facts, Flash};
use crate::routes;
use crate::state::AppState;
use crate::ui::Theme;

const FLASH: &str = "flash";
/// Long enough for the redirect that follows the form, in seconds.
const FLASH_SECONDS: u32 = 30;
/// Browsers drop cookies above 4 KiB.
const FLASH_BYTES: usize = 3500;
/// A year, in seconds.
const THEME_SECONDS: u32 = 31_536_000;

/// A form in flight: where it returns to and what it may fill in again.
#[derive(Clone)]
struct Form {
    path: &'static str,
    back: String,
    kept: Vec<(String, String)>,
}

/// The use cases.
///
/// # Errors
/// Outside of a request.
pub fn backend() -> Result<Backend, AppError> {
    state().map(|state| state.backend)
}

/// Who is asking.
///
/// # Errors
/// When nobody is signed in; the response says so.
pub fn actor() -> Result<Actor, AppError> {
    find_actor().ok_or_else(|| {
        fail(DomainError::new(
            ErrorKind::Unauthenticated,
            "Your session has ended. Sign in again; nothing was changed.",
        ))
    })
}

/// The browser's session, signed in or not.
///
/// # Errors
/// When the request has none.
pub fn session() -> Result<Session, AppError> {
    extension::<Session>().ok_or_else(|| {
        fail(DomainError::new(ErrorKind::Internal, "Skydeck has no session for this request."))
    })
}

/// Who asks from where: for sign-in, before there is an actor.
#[must_use]
pub fn peer() -> std::net::IpAddr {
    extension::<std::net::IpAddr>()
        .or_else(|| extension::<axum::extract::ConnectInfo<std::net::SocketAddr>>().map(|info| info.0.ip()))
        .unwrap_or(std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED))
}

/// Takes a failure into the response: its status, or for a form without script the way back with the words.
pub fn fail(error: impl Into<AppError>) -> AppError {
    let error = error.into();
    let form = use_context::<Form>().filter(|_| plain_form());
    match form {
        Some(form) if error.is_signed_out() && !form.back.starts_with(routes::SIGN_IN) => {
            see_other(&routes::sign_in(&form.back));
        }
        Some(form) => {
            let back = form.back.clone();
            set_flash(Flash {
                form: form.path.to_owned(),
                error: Some(error.0.clone()),
                note: None,
                passing: false,
                kept: form.kept,
            });
            see_other(&back);
        }
        None => status(error.0.status()),
    }
    error
}

/// Declares a form: `back` is where it returns to without script, `kept` what it fills in again; never a secret.
pub fn form(path: &'static str, back: &str, kept: &[(&str, &str)]) {
    let kept =
        kept.iter().map(|(name, value)| ((*name).to_owned(), value.chars().take(300).collect())).collect();
    provide_context(Form { path, back: routes::local(back), kept });
}

/// Ends a form that was sent without script: leads to `to`, which shows `note` once. With script, nothing happens.
pub fn done(to: &str, note: Option<String>) {
    leave(to, note, false);
}

/// Like [`done`], of what goes on after the answer: `note` is true for a moment only, and gives way to what the page itself
/// tells.
pub fn begun(to: &str, note: String) {
    leave(to, Some(note), true);
}

fn leave(to: &str, note: Option<String>, passing: bool) {
    if !plain_form() {
        return;
    }
    if let (Some(note), Some(form)) = (note, use_context::<Form>()) {
        set_flash(Flash { form: form.path.to_owned(), note: Some(note), passing, ..Flash::default() });
    }
    see_other(&routes::local(to));
}

/// Has nobody on the way keep the answer.
pub fn keep_out_of_caches() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(axum::http::header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Sets the status of the page or answer.
pub fn status(code: u16) {
    if let (Some(response), Ok(code)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(code)) {
        response.set_status(code);
    }
}

/// Remembers the theme in this browser.
pub fn remember_theme(theme: Theme) {
    set_cookie(&format!("{}={}; Path=/; Max-Age={THEME_SECONDS}; SameSite=Lax", Theme::NAME, theme.as_str()));
}

/// The theme that this browser chose.
#[must_use]
pub fn theme() -> Theme {
    cookie(Theme::NAME).map_or(Theme::System, |value| Theme::parse(&value))
}

/// What is known at once about the request. Empty while the routes are listed at start-up.
#[must_use]
pub fn facts() -> Facts {
    let flash = flash();
    if flash.is_some() {
        set_cookie(&format!("{FLASH}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{}", secure()));
    }
    Facts {
        session: find_actor().map(|actor| actor.session),
        deck: extension::<DeckView>(),
        theme: theme().as_str().to_owned(),
        demo: use_context::<AppState>().is_some_and(|state| state.site.demo),
        flash,
        now: now(),
    }
}

/// Whether a page is asked for that shows what is about to change, of a server, of a batch or in a note, with nothing on
/// it that has to be read in peace: no plan, no refusal.
#[must_use]
pub fn shows_moving() -> bool {
    let uri = use_context::<Parts>().filter(|parts| parts.method == Method::GET).map(|parts| parts.uri);
    let Some(uri) = uri else { return false };
    let asks =
        |name: &str| routes::pairs(uri.query().unwrap_or_default()).iter().any(|(known, _)| known == name);
    if asks("do") {
        return false;
    }
    let flash = flash();
    if flash.as_ref().is_some_and(|flash| flash.passing) {
        return true;
    }
    if asks("batch") && extension::<DeckView>().is_some_and(|deck| deck.running > 0) {
        return true;
    }
    let server = routes::decode(uri.path())
        .strip_prefix(routes::SERVERS)
        .and_then(|rest| rest.strip_prefix('/')?.parse().ok());
    let (Some(server), Some(actor), Some(state)) = (server, find_actor(), use_context::<AppState>()) else {
        return false;
    };
    let refused = flash.is_some_and(|flash| flash.error.is_some());
    !refused && state.backend.access(&actor).servers().is_ok_and(|servers| servers.is_moving(&server))
}

/// Whether the page is the server list with no sheet over it.
pub fn shows_bare_list() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let query = routes::pairs(parts.uri.query().unwrap_or_default());
        let sheet = query.iter().any(|(name, _)| name == "do" || name == "batch");
        parts.uri.path().trim_end_matches('/') == routes::SERVERS && !sheet
    })
}

fn flash() -> Option<Flash> {
    cookie(FLASH).and_then(|text| serde_json::from_str(&routes::decode(&text)).ok())
}

fn state() -> Result<AppState, AppError> {
    use_context::<AppState>()
        .ok_or_else(|| fail(DomainError::new(ErrorKind::Internal, "Skydeck is not ready to answer.")))
}

fn find_actor() -> Option<Actor> {
    extension::<Actor>().or_else(|| extension::<Option<Actor>>().flatten())
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<T>().cloned())
}

/// A form that the browser itself sent: it wants a page, not data.
fn plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        parts.method == Method::POST
            && parts
                .headers
                .get(ACCEPT)
                .and_then(|accept| accept.to_str().ok())
                .is_some_and(|a| a.contains("text/html"))
    })
}

fn see_other(to: &str) {
    if let (Some(response), Ok(to)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(to)) {
        response.insert_header(axum::http::header::LOCATION, to);
        response.set_status(StatusCode::SEE_OTHER);
    }
}

fn set_flash(mut flash: Flash) {
    let encoded =
        |flash: &Flash| serde_json::to_string(flash).map(|text| routes::encode(&text)).unwrap_or_default();
    if encoded(&flash).len() > FLASH_BYTES {
        flash.kept.clear();
    }
    let value = encoded(&flash);
    if value.len() <= FLASH_BYTES {
        let secure = secure();
        set_cookie(&format!(
            "{FLASH}={value}; Path=/; Max-Age={FLASH_SECONDS}; HttpOnly; SameSite=Strict{secure}"
        ));
    }
}

fn secure() -> &'static str {
    if use_context::<AppState>().is_some_and(|state| state.site.loopback_http) { "" } else { "; Secure" }
}

fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        response.append_header(SET_COOKIE, cookie);
    }
}

fn cookie(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let mut headers = parts.headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    headers.find_map(|header| {
        header.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    })
}

fn now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}

impl From<BackendError> for AppError {
    fn from(error: BackendError) -> Self {
        let request = find_actor().map(|actor| actor.request_id).unwrap_or_default();
        Self(error.into_public(&request))
    }
}
