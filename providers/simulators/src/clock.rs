//! The wall clock, which only the engine reads, and moments in the forms in which the providers print them.

use std::time::Duration;

use time::OffsetDateTime;

/// The moment from which the seeded accounts count back, so that their data does not move: 2025-06-01 00:00:00 UTC.
/// It lies well in the past, so that no clock shows a server as created in the future.
pub(crate) const EPOCH: i64 = 1_748_736_000;

/// The real time. Platforms take the simulated one from their call or their state.
pub(crate) fn wall() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// `days` and some `seconds` before the seeded accounts' fixed moment.
pub(crate) fn before_epoch(days: u64, seconds: u64) -> OffsetDateTime {
    let base = OffsetDateTime::from_unix_timestamp(EPOCH).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    base - Duration::from_secs(days * 86_400 + seconds)
}

/// `2026-08-26 11:36:03`, the form both platforms use for most things; no offset is printed.
pub(crate) fn stamp(at: OffsetDateTime) -> String {
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// As [`stamp`] with microseconds, which Warren prints in a VM's storage rows.
pub(crate) fn stamp_micros(at: OffsetDateTime) -> String {
    format!("{}.{:06}", stamp(at), at.microsecond())
}

/// `2022-09-01T12:03:14.355+0000`, which Warren prints in disks, their snapshots and buckets.
pub(crate) fn stamp_millis(at: OffsetDateTime) -> String {
    format!("{}.{:03}+0000", stamp(at).replace(' ', "T"), at.millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_have_no_offset() {
        assert_eq!(stamp(before_epoch(0, 0)), "2025-06-01 00:00:00");
        assert_eq!(stamp_micros(before_epoch(1, 1)), "2025-05-30 23:59:59.000000");
        assert_eq!(stamp_millis(before_epoch(1, 1)), "2025-05-30T23:59:59.000+0000");
    }
}
