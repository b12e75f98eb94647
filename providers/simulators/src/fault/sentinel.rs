//! Server names that provoke a fault when something is done to the server.
//!
//! A name reads `fault-ACTION-EFFECT`, with an optional `-done` when the provider does its work before it fails:
//! `fault-stop-hangs`, `fault-start-cut-done`, `fault-stop-html`.

use super::{Fault, FaultKind};

/// The fault that a server's name asks for when `action` is done to it.
pub(crate) fn from_name(name: &str, action: &str) -> Option<Fault> {
    let effect = name.strip_prefix("fault-")?.strip_prefix(action)?.strip_prefix('-')?;
    let (effect, work_done) = match effect.strip_suffix("-done") {
        Some(effect) => (effect, true),
        None => (effect, false),
    };
    let kind = match effect {
        "hangs" => FaultKind::Hang,
        "cut" => FaultKind::Cut,
        "cut-mid-body" => FaultKind::CutMidBody,
        "limited" => FaultKind::RateLimited { retry_after: Some(2) },
        "500" => FaultKind::ServerError,
        "html" => FaultKind::Html { status: 502 },
        "truncated" => FaultKind::TruncatedJson,
        "forbidden" => FaultKind::Forbidden,
        "empty" => FaultKind::Answer { status: 200, body: String::new() },
        "true" => FaultKind::Answer { status: 200, body: "true".to_owned() },
        _ => return None,
    };
    Some(Fault { work_done, ..Fault::new("", kind) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_strikes_only_its_own_action() {
        let fault = from_name("fault-stop-cut-done", "stop");
        assert_eq!(fault, Some(Fault::new("", FaultKind::Cut).after_work()));
        assert_eq!(from_name("fault-stop-cut-done", "start"), None);
        assert_eq!(from_name("web-01", "stop"), None);
        assert_eq!(from_name("fault-stop-hangs", "stop").map(|fault| fault.runs_work()), Some(false));
    }
}
