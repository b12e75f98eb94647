//! Where browsers report what the content security policy stopped, so that a broken page shows in the log.

use axum::body::Bytes;
use axum::routing::{MethodRouter, post};
use http::StatusCode;
use serde_json::Value;

/// The path in the `Reporting-Endpoints` header.
pub const PATH: &str = "/csp-report";

/// Values come from whoever wants to send them; longer ones are cut.
const LONGEST_VALUE: usize = 200;

/// How many violations of one report are logged.
const MOST_LOGGED: usize = 5;

/// Takes reports and answers nothing.
pub fn route<S: Clone + Send + Sync + 'static>() -> MethodRouter<S> {
    post(receive)
}

async fn receive(body: Bytes) -> StatusCode {
    for (directive, blocked) in violations(&body) {
        tracing::warn!(directive, blocked, "a page tried what its content security policy forbids");
    }
    StatusCode::NO_CONTENT
}

/// Directive and blocked address of each violation. Addresses lose what follows their path.
fn violations(body: &[u8]) -> Vec<(String, String)> {
    let Ok(Value::Array(reports)) = serde_json::from_slice(body) else { return Vec::new() };
    let text = |report: &Value, field: &str| -> String {
        let value = report.pointer(&format!("/body/{field}")).and_then(Value::as_str).unwrap_or_default();
        value.split(['?', '#']).next().unwrap_or_default().chars().take(LONGEST_VALUE).collect()
    };
    let violation = |report: &Value| (text(report, "effectiveDirective"), text(report, "blockedURL"));
    reports.iter().take(MOST_LOGGED).map(violation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_and_cut_short() {
        let report = r#"{"type":"csp-violation","body":{"effectiveDirective":"img-src","blockedURL":"https://x.test/a?key=secret"}}"#;
        let many = format!("[{}]", [report; 9].join(","));
        let read = violations(many.as_bytes());
        assert_eq!(read.len(), MOST_LOGGED);
        assert_eq!(read[0], ("img-src".to_owned(), "https://x.test/a".to_owned()));
    }

    #[test]
    fn rubbish_is_no_report() {
        for body in ["", "{}", "[", "null"] {
            assert_eq!(violations(body.as_bytes()), []);
        }
    }
}
