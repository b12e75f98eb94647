//! Times as people say them, with the exact one on hover. `now` comes with the data, so that server and browser write
//! the same words.

use leptos::prelude::*;

use super::Markup;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How long ago something was.
#[component]
pub fn Ago(
    /// When it was, in seconds since 1970.
    at: i64,
    /// The moment the page's data was read, in seconds since 1970.
    now: i64,
) -> impl IntoView {
    Markup::one(|html| html.ago(at, now))
}

impl Markup {
    /// How long before `now` it was, both in seconds since 1970.
    pub fn ago(&mut self, at: i64, now: i64) -> &mut Self {
        let words = relative(now - at);
        self.raw(r#"<time datetime=""#).text(&iso_utc(at)).raw(r#"" title=""#).text(&exact_utc(at));
        self.raw(r#"">"#).text(&words);
        self.raw(if words == "now" { "</time>" } else { " ago</time>" })
    }
}

/// A span of seconds in its largest whole unit: `now`, `12 s`, `4 min`, `3 h`, `9 d`. Time that has not come counts as now.
fn relative(seconds: i64) -> String {
    match seconds {
        ..=1 => "now".to_owned(),
        2..MINUTE => format!("{seconds} s"),
        MINUTE..HOUR => format!("{} min", seconds / MINUTE),
        HOUR..DAY => format!("{} h", seconds / HOUR),
        _ => format!("{} d", seconds / DAY),
    }
}

/// `2026-10-14T03:00:00Z`, for machines.
fn iso_utc(unix: i64) -> String {
    let (year, month, day) = civil(unix.div_euclid(DAY));
    let second = unix.rem_euclid(DAY);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        second / HOUR,
        second % HOUR / MINUTE,
        second % MINUTE
    )
}

/// `14 Oct 2026, 03:00:00 UTC`, for people.
fn exact_utc(unix: i64) -> String {
    let (year, month, day) = civil(unix.div_euclid(DAY));
    let second = unix.rem_euclid(DAY);
    let month = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"?");
    format!(
        "{day} {month} {year}, {:02}:{:02}:{:02} UTC",
        second / HOUR,
        second % HOUR / MINUTE,
        second % MINUTE
    )
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar. The year is taken to begin in
/// March, so that the leap day is its last.
fn civil(days: i64) -> (i64, i64, i64) {
    let from_march_0000 = days + 719_468;
    let era = from_march_0000.div_euclid(146_097);
    let day_of_era = from_march_0000.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{exact_utc, iso_utc, relative};

    #[test]
    fn names_the_largest_whole_unit() {
        let said: Vec<String> =
            [-5, 1, 59, 60, 3_599, 3_600, 86_399, 86_400, 864_000].into_iter().map(relative).collect();
        assert_eq!(said, ["now", "now", "59 s", "1 min", "59 min", "1 h", "23 h", "1 d", "10 d"]);
    }

    #[test]
    fn writes_the_calendar_of_leap_years_and_of_times_before_1970() {
        assert_eq!(iso_utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso_utc(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(iso_utc(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(iso_utc(4_107_542_400), "2100-03-01T00:00:00Z");
        assert_eq!(iso_utc(-1), "1969-12-31T23:59:59Z");
        assert_eq!(exact_utc(1_791_946_800), "14 Oct 2026, 03:00:00 UTC");
    }
}
