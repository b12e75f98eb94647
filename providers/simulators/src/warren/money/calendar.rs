//! Hours, days and months in UTC.

use std::time::Duration;

use time::{OffsetDateTime, Time};

pub(super) fn whole_hour(at: OffsetDateTime) -> OffsetDateTime {
    let seconds = at.unix_timestamp();
    OffsetDateTime::from_unix_timestamp(seconds - seconds.rem_euclid(3_600)).unwrap_or(at)
}

pub(super) fn month_start(at: OffsetDateTime) -> OffsetDateTime {
    at.replace_day(1).unwrap_or(at).replace_time(Time::MIDNIGHT)
}

pub(super) fn next_month(at: OffsetDateTime) -> OffsetDateTime {
    month_start(month_start(at) + Duration::from_secs(32 * 86_400))
}

pub(super) fn last_month(at: OffsetDateTime) -> OffsetDateTime {
    month_start(month_start(at) - Duration::from_secs(86_400))
}

pub(super) fn next_day(at: OffsetDateTime) -> OffsetDateTime {
    at.replace_time(Time::MIDNIGHT) + Duration::from_secs(86_400)
}

/// Whole hours between two whole hours.
pub(super) fn hours(from: OffsetDateTime, to: OffsetDateTime) -> i64 {
    (to - from).whole_hours()
}
