//! Points in time in the forms that providers print.

use domain::timestamp::Timestamp;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// Reads `2026-08-26 11:36:03`, the same with fractions, `2022-09-01T12:03:14.355+0000`, RFC 3339, and Unix seconds
/// or milliseconds. A time without an offset is read as UTC.
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return unix(text);
    }
    let (date, rest) = text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, rest) = rest.split_at_checked(8)?;
    let (millis, rest) = fraction(rest)?;
    let offset_s = offset(rest.trim())?;
    let at = PrimitiveDateTime::new(parse_date(date)?, parse_clock(clock)?).assume_utc();
    let unix = at.unix_timestamp().checked_sub(offset_s)?;
    Some(Timestamp(unix.checked_mul(1000)?.checked_add(millis)?))
}

/// Ten digits are seconds until the year 2286, thirteen are milliseconds.
fn unix(text: &str) -> Option<Timestamp> {
    let number: i64 = text.parse().ok()?;
    let millis = if text.len() >= 13 { number } else { number.checked_mul(1000)? };
    OffsetDateTime::from_unix_timestamp(millis / 1000).ok()?;
    Some(Timestamp(millis))
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(number::<u8>(month)?).ok()?;
    Date::from_calendar_date(number::<u16>(year)?.into(), month, number(day)?).ok()
}

fn parse_clock(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    Time::from_hms(number(hour)?, number(minute)?, number(second)?).ok()
}

/// Milliseconds of a fraction, and what follows it.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at_checked(end)?;
    let millis = format!("{digits:0<3}");
    Some((millis.get(..3)?.parse().ok()?, rest))
}

/// Seconds east of Greenwich: nothing, `Z`, `+00:00`, `+0000` or `+00`.
fn offset(text: &str) -> Option<i64> {
    let sign = match text.as_bytes().first() {
        None | Some(b'Z' | b'z') => return (text.len() <= 1).then_some(0),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let digits = text.get(1..)?.replace(':', "");
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (u8, u8) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then(|| sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
}

fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    // `parse` takes a sign, which has no place inside a date.
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_documented_form() {
        for (text, exact) in [
            ("2026-08-26 11:36:03", "2026-08-26 11:36:03 UTC"),
            ("2018-02-22 11:10:37.793878", "2018-02-22 11:10:37 UTC"),
            ("2022-09-01T12:03:14.355+0000", "2022-09-01 12:03:14 UTC"),
            ("2022-09-01T12:03:14+07:00", "2022-09-01 05:03:14 UTC"),
            ("2022-09-01T12:03:14Z", "2022-09-01 12:03:14 UTC"),
            ("2022-09-01T00:00:14-0130", "2022-09-01 01:30:14 UTC"),
            ("1520341071", "2018-03-06 12:57:51 UTC"),
            ("1520341071000", "2018-03-06 12:57:51 UTC"),
        ] {
            assert_eq!(timestamp(text).unwrap().exact(), exact, "{text}");
        }
        assert_eq!(timestamp("2022-09-01T12:03:14.355+0000").unwrap().0 % 1000, 355);
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "0000-00-00 00:00:00",
            "2026-13-01 00:00:00",
            "2026-02-30 00:00:00",
            "2026-08-26",
            "2026-08-26 25:00:00",
            "+026-08-26 11:36:03",
            "2026-08-26 11:36:03 CET",
            "99999999999999999999",
            "soon",
        ] {
            assert_eq!(timestamp(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _time = timestamp(&text);
        }

        #[test]
        fn no_time_like_text_panics(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:]{8}[.]?[0-9]{0,9}[Z+-]?[0-9:]{0,5}") {
            let _time = timestamp(&text);
        }
    }
}
