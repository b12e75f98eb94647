//! Virtua's refusals: `success: false`, a code, and messages; a denied request has no body at all.

use hyper::header::RETRY_AFTER;
use serde_json::json;

use crate::http::Reply;
use crate::options::VirtuaUnknown;
use crate::platform::Stock;

/// A refusal in the documented shape.
pub(super) fn refuse(status: u16, code: &str, message: &str) -> Reply {
    let messages = json!([{"content": message, "type": "error"}]);
    Reply::json(status, &json!({"success": false, "error": code, "messages": messages}))
}

/// There is no such server.
pub(super) fn unknown_server(spelling: VirtuaUnknown) -> Reply {
    match spelling {
        VirtuaUnknown::Words => refuse(404, "not_found", "Cloud Server not found."),
        VirtuaUnknown::Code => Reply::json(404, &json!({"success": false, "error": "not_found"})),
        VirtuaUnknown::Bare => Reply::empty(404),
    }
}

pub(super) fn stock(refusal: &Stock) -> Reply {
    match refusal {
        Stock::NoRoute => refuse(404, "not_found", "Resource not found."),
        Stock::WrongMethod => refuse(405, "method_not_allowed", "Method not allowed."),
        Stock::NoKey => refuse(401, "unauthorized", "API key missing or not recognised."),
        Stock::BadKey | Stock::Closed => Reply::empty(403),
        Stock::BadBody => refuse(400, "invalid_body", "The request body is not valid JSON."),
        Stock::TooMany { retry_after } => {
            let reply = refuse(429, "rate_limited", "Too many requests.");
            match retry_after {
                Some(seconds) => reply.with(RETRY_AFTER, &seconds.to_string()),
                None => reply,
            }
        }
        Stock::Internal => refuse(500, "internal_error", "An internal error occurred."),
    }
}
