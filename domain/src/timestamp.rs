//! Points in time and how they read.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Milliseconds from `earlier` to `self`; zero when `earlier` is later.
    #[must_use]
    pub fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).max(0)
    }

    /// `2026-10-14 03:00:05 UTC`; empty for a time outside years 1..9999.
    #[must_use]
    pub fn exact(self) -> String {
        let Some(at) = self.date_time() else { return String::new() };
        format!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC",
            at.year(),
            u8::from(at.month()),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        )
    }

    /// `2026-10-14T03:00:05Z`, for a `<time>` element's `datetime`.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let exact = self.exact();
        match exact.strip_suffix(" UTC") {
            Some(text) => format!("{}Z", text.replace(' ', "T")),
            None => exact,
        }
    }

    /// How long ago, at `now`: `just now`, `40 s ago`, `4 min ago`, `3 h ago`, `12 d ago`.
    #[must_use]
    pub fn ago(self, now: Self) -> String {
        match age(now.since_ms(self)) {
            None => "just now".to_owned(),
            Some(text) => format!("{text} ago"),
        }
    }

    fn date_time(self) -> Option<time::OffsetDateTime> {
        time::OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000)).ok()
    }
}

/// A span of milliseconds in the one unit that tells most; `None` below five seconds.
#[must_use]
pub fn age(ms: i64) -> Option<String> {
    let seconds = ms / 1000;
    match seconds {
        ..5 => None,
        5..60 => Some(format!("{seconds} s")),
        60..3_600 => Some(format!("{} min", seconds / 60)),
        3_600..172_800 => Some(format!("{} h", seconds / 3_600)),
        _ => Some(format!("{} d", seconds / 86_400)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_times_name_their_zone() {
        assert_eq!(Timestamp(1_791_946_805_250).exact(), "2026-10-14 03:00:05 UTC");
        assert_eq!(Timestamp(1_791_946_805_250).rfc3339(), "2026-10-14T03:00:05Z");
        assert_eq!(Timestamp(i64::MAX).exact(), "");
    }

    #[test]
    fn ages_use_one_unit() {
        let then = Timestamp(0);
        for (ms, text) in [
            (4_999, "just now"),
            (40_000, "40 s ago"),
            (240_000, "4 min ago"),
            (10_800_000, "3 h ago"),
            (1_036_800_000, "12 d ago"),
        ] {
            assert_eq!(then.ago(Timestamp(ms)), text);
        }
        assert_eq!(Timestamp(10).ago(Timestamp(0)), "just now");
    }
}
