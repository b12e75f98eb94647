//! How pages call server functions. One small path for all of them: the framework's own client is made anew for every
//! function, which costs more bytes than the pages themselves.

use domain::{DomainError, ErrorKind};
use leptos::server_fn::ServerFn;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::error::AppError;
use crate::json::{self, FromJson};

/// What a form sends.
pub const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Calls a function that takes JSON. On the server it simply runs.
///
/// # Errors
/// What the function says, or that it could not be reached.
pub async fn ask<S>(call: S) -> Result<S::Output, AppError>
where
    S: ServerFn<Error = AppError> + Serialize + Send,
    S::Output: FromJson,
{
    if cfg!(feature = "ssr") {
        return call.run_body().await;
    }
    let body = serde_json::to_string(&call).map_err(|_| unreadable())?;
    // A request in the browser never leaves its thread.
    let text = send_wrapper::SendWrapper::new(post(S::PATH, JSON, JsValue::from_str(&body))).await?;
    json::read(&text).ok_or_else(unreadable)
}

/// Posts and gives the answer's text.
///
/// # Errors
/// What the server says, or that it could not be reached.
pub async fn post(path: &str, kind: &str, body: JsValue) -> Result<String, AppError> {
    let answer = fetch(path, kind, body).await;
    if let Some(root) = leptos::prelude::document().document_element() {
        // The style sheet says so on every page, for as long as it lasts. A valid class name is always taken.
        let _taken = root.class_list().toggle_with_force(CUT_OFF, answer.is_err());
    }
    let (status, text) = answer.map_err(|_| unreachable_server())?;
    if (200..300).contains(&status) {
        return Ok(text);
    }
    Err(json::read(&text).unwrap_or_else(unreadable))
}

/// Sent with what an open page asks by itself, such as data that has changed: nobody has acted in it since it last asked.
pub const UNATTENDED: &str = "x-unattended";

/// Where the document's script notes that someone acted.
const ACTED: &str = "acted";

/// The document's class while the last call could not be made.
const CUT_OFF: &str = "cut-off";

/// Whether the last call could not be made: then the page asks again until one can.
pub fn is_cut_off() -> bool {
    let root = leptos::prelude::document().document_element();
    root.is_some_and(|root| root.class_list().contains(CUT_OFF))
}

async fn fetch(path: &str, kind: &str, body: JsValue) -> Result<(u16, String), JsValue> {
    let headers = web_sys::Headers::new()?;
    headers.set("Content-Type", kind)?;
    headers.set("Accept", JSON)?;
    let (window, acted) = (leptos::prelude::window(), JsValue::from_str(ACTED));
    if js_sys::Reflect::get(&window, &acted)?.is_falsy() {
        headers.set(UNATTENDED, "1")?;
    }
    js_sys::Reflect::set(&window, &acted, &JsValue::FALSE)?;
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&body);
    let response = JsFuture::from(window.fetch_with_str_and_init(path, &init)).await?;
    let response: web_sys::Response = response.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}

fn unreachable_server() -> AppError {
    let words = "Skydeck did not answer. A change may have happened all the same: look at Activity before you try again.";
    AppError(DomainError::new(ErrorKind::Network, words))
}

fn unreadable() -> AppError {
    let words = "The answer could not be read. Reload the page: it shows what is true now.";
    AppError(DomainError::new(ErrorKind::Network, words))
}
