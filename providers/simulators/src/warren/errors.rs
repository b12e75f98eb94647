//! Warren's refusals. Two programs answer, a gateway and a backend, hence the two shapes `message` and `errors`.

use hyper::header::RETRY_AFTER;
use serde_json::{Value, json};

use super::state::State;
use crate::http::Reply;
use crate::platform::Stock;

/// `{"message": …}`, the gateway's shape.
pub(super) fn message(status: u16, text: &str) -> Reply {
    Reply::json(status, &json!({"message": text}))
}

/// `{"errors": {KEY: …}}`, the backend's shape.
pub(super) fn error(status: u16, key: &str, text: &str) -> Reply {
    let fields: Value = [(key.to_owned(), Value::from(text))].into_iter().collect();
    Reply::json(status, &json!({"errors": fields}))
}

/// 400, not 404: seen on a live service.
pub(super) fn unknown_vm(uuid: &str) -> Reply {
    error(400, "Error", &format!("No such virtual machine exists: {uuid}"))
}

/// 400, not 404, and in the gateway's shape: seen on a live service.
pub(super) fn unknown_network() -> Reply {
    message(400, "Network UUID is invalid.")
}

/// Refuses while another write holds the resource, which `what` names as a sentence begins. The status is reported,
/// the words are not.
pub(super) fn unlocked(state: &State, uuid: &str, what: &str) -> Result<(), Reply> {
    if state.locks.held(uuid) {
        return Err(error(409, "Error", &format!("{what} is locked by another operation.")));
    }
    Ok(())
}

/// The key is accepted but may not do this. The body is documented, the status reported.
pub(super) fn forbidden() -> Reply {
    let refusal = json!({
        "msg": "Consumer not allowed to access resource.",
        "subtype": "resource_forbidden",
        "type": "consumer",
    });
    Reply::json(403, &json!({"errors": {"consumer::resource_forbidden": refusal}}))
}

pub(super) fn stock(refusal: &Stock) -> Reply {
    match refusal {
        Stock::NoRoute => message(404, "no route and no API found with those values"),
        Stock::WrongMethod => message(405, "Method not allowed"),
        Stock::NoKey => message(401, "No API key found in request"),
        Stock::BadKey => message(403, "Invalid authentication credentials"),
        Stock::Closed => forbidden(),
        Stock::BadBody => message(400, "Request body is not valid JSON"),
        Stock::TooMany { retry_after } => {
            let reply = message(429, "API rate limit exceeded");
            match retry_after {
                Some(seconds) => reply.with(RETRY_AFTER, &seconds.to_string()),
                None => reply,
            }
        }
        Stock::Internal => message(500, "An unexpected error occurred"),
    }
}
