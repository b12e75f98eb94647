//! Many requests at once, by `wrk`.

use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::setup::apt;

/// How hard, and how long.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Connections that each send the next request when an answer is there.
    pub connections: u32,
    /// How long.
    pub seconds: u32,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// All requests.
    pub requests: u64,
    /// Requests a second.
    pub per_second: f64,
    /// Half of the requests took no longer.
    pub p50_ms: f64,
    /// 99 of 100 requests took no longer.
    pub p99_ms: f64,
    /// Answers that were no success, and broken connections.
    pub failed: u64,
}

/// Makes sure that `wrk` is there.
pub fn find_or_install() -> Result<()> {
    if command::find("wrk").is_none() {
        apt::install(&["wrk"], "measuring load")?;
    }
    Ok(())
}

impl Load {
    /// Requests one address again and again.
    pub fn run(self, url: &str, cookie: &str) -> Result<Found> {
        let mut wrk = Command::new("wrk");
        wrk.arg("--latency").arg(format!("-c{}", self.connections)).arg(format!("-d{}s", self.seconds));
        wrk.arg(format!("-t{}", self.connections.min(2))).args(["--timeout", "30s"]);
        wrk.args(["-H", &format!("Cookie: {cookie}"), "-H", "Accept-Encoding: br", url]);
        let text = command::capture(&mut wrk)?;
        parse(&text).with_context(|| format!("wrk printed something else:\n{text}"))
    }
}

fn parse(text: &str) -> Option<Found> {
    let mut found = Found::default();
    for line in text.lines().map(str::trim) {
        let last = line.rsplit([' ', ':']).next()?;
        if line.starts_with("50%") {
            found.p50_ms = milliseconds(last)?;
        } else if line.starts_with("99%") {
            found.p99_ms = milliseconds(last)?;
        } else if line.starts_with("Requests/sec:") {
            found.per_second = last.parse().ok()?;
        } else if line.starts_with("Non-2xx or 3xx responses:") {
            found.failed += last.parse::<u64>().ok()?;
        } else if let Some(errors) = line.strip_prefix("Socket errors: ") {
            found.failed +=
                errors.split(", ").filter_map(|e| e.rsplit(' ').next()?.parse::<u64>().ok()).sum::<u64>();
        } else if let Some((requests, _)) = line.split_once(" requests in ") {
            found.requests = requests.parse().ok()?;
        }
    }
    (found.per_second > 0.0).then_some(found)
}

/// `812.00us`, `1.24ms`, `2.01s`.
fn milliseconds(text: &str) -> Option<f64> {
    for (unit, factor) in [("us", 0.001), ("ms", 1.0), ("s", 1000.0), ("m", 60_000.0)] {
        if let Some(number) = text.strip_suffix(unit) {
            return number.parse::<f64>().ok().map(|number| number * factor);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrks_report_is_read() {
        let text = "\
  Latency Distribution
     50%  812.00us
     75%    1.02ms
     90%    1.24ms
     99%   22.50ms
  2700 requests in 1.00s, 3.21MB read
  Socket errors: connect 0, read 2, write 0, timeout 1
  Non-2xx or 3xx responses: 4
Requests/sec:   2698.10
Transfer/sec:      3.20MB
";
        let expected = Found { requests: 2700, per_second: 2698.1, p50_ms: 0.812, p99_ms: 22.5, failed: 7 };
        assert_eq!(parse(text), Some(expected));
        assert_eq!(parse("unable to connect"), None);
    }
}
