//! The `/_control` routes, which no provider has.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::control::Control;
use crate::http::Reply;

/// Where the routes live.
pub(crate) const PREFIX: &str = "/_control";

/// Body of `POST /_control/advance`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: u64,
}

/// Answers a control request. Changes need a JSON content type: a web page elsewhere cannot send one without
/// asking first, so it cannot upset a demo on this machine.
pub(crate) fn answer(control: &Control, method: &str, path: &str, content_type: &str, body: &[u8]) -> Reply {
    let path = path.strip_prefix(PREFIX).unwrap_or_default().trim_end_matches('/');
    if method == "POST" && !content_type.starts_with("application/json") {
        return Reply::json(415, &json!({"error": "Content-Type must be application/json"}));
    }
    match (method, path) {
        ("POST", "/fault") => match serde_json::from_slice(body) {
            Ok(fault) => {
                control.inject(fault);
                Reply::empty(204)
            }
            Err(error) => Reply::json(400, &json!({"error": error.to_string()})),
        },
        ("POST", "/advance") => match serde_json::from_slice(body) {
            Ok(Advance { seconds }) => {
                control.advance(Duration::from_secs(seconds));
                Reply::empty(204)
            }
            Err(error) => Reply::json(400, &json!({"error": error.to_string()})),
        },
        ("POST", "/faults/clear") => {
            control.clear_faults();
            Reply::empty(204)
        }
        ("POST", "/reset") => {
            control.reset();
            Reply::empty(204)
        }
        ("GET", "/log") => Reply::ok(&json!(control.log())),
        ("GET", "/effects") => Reply::ok(&json!(control.effects())),
        ("GET", "/servers") => Reply::ok(&json!(control.servers())),
        _ => Reply::json(404, &json!({"error": "no such control route"})),
    }
}
