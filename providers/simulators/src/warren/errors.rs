//! Warren's refusals. Two programs answer, a gateway and a backend, hence the two shapes `message` and `errors`.

use hyper::header::RETRY_AFTER;
use serde_json::{Value, json};

use crate::http::{Call, Reply};
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

/// The status is reported, the words are not.
pub(super) fn locked_vm() -> Reply {
    error(409, "Error", "Virtual machine is locked by another operation.")
}

/// The parameter, or the refusal that names it.
pub(super) fn required<'a>(call: &'a Call, name: &str) -> Result<&'a str, Reply> {
    let missing = || error(400, name, &format!("Required parameter '{name}' not supplied"));
    call.param(name).ok_or_else(missing)
}

/// A true or false value in any of the spellings that the documents use; absent means false.
pub(super) fn truth(call: &Call, name: &str) -> Result<bool, Reply> {
    let Some(text) = call.param(name) else { return Ok(false) };
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "1" => Ok(true),
        "false" | "f" | "0" => Ok(false),
        _ => Err(error(400, name, "Invalid value passed in for true/false field")),
    }
}

/// A whole number from the query, if it is there.
pub(super) fn whole_number(call: &Call, name: &str) -> Result<Option<u64>, Reply> {
    let parse = |text: &str| text.parse().map_err(|_| error(400, name, "Invalid whole number provided"));
    call.param(name).map(parse).transpose()
}

pub(super) fn stock(refusal: &Stock) -> Reply {
    match refusal {
        Stock::NoRoute => message(404, "no route and no API found with those values"),
        Stock::WrongMethod => message(405, "Method not allowed"),
        Stock::NoKey => message(401, "No API key found in request"),
        Stock::BadKey => message(403, "Invalid authentication credentials"),
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
