//! What the server has cost in the running month, line by line, and what the month will come to.

use domain::Timestamp;
use domain::capability::Family;
use domain::money::Money;
use domain::policy::Verb;
use domain::usage::UsageRow;
use domain::view::{Cell, Part, PartRow};
use rust_decimal::Decimal;

use super::{freshness, lacking};
use crate::acts::guard::role_refusal;
use crate::acts::on::On;
use crate::services::servers::offers::Offers;

pub(super) fn part(offers: Offers<'_>, fetching: bool) -> Part {
    let on = offers.on;
    let hidden = role_refusal(offers.actor, Verb::BillingView);
    let shown = hidden.is_none();
    let part = Part {
        note: "What the provider has counted since the month began, without tax and discounts.".to_owned(),
        rows: (0..).zip(rows(on).filter(|_| shown)).map(|(place, row)| line(place, row)).collect(),
        empty: "Nothing is counted for this server yet this month.".to_owned(),
        refusal: lacking(on, Family::Usage).or(hidden),
        ..super::part("costs", "Costs this month", &["What", "#Hours", "#Price", "#Cost"])
    };
    freshness(part, Some(&on.facts.usage), fetching, on.now)
}

fn line(place: u32, row: &UsageRow) -> PartRow {
    let unit = row.unit.as_deref().unwrap_or_default();
    PartRow {
        id: place.to_string(),
        cells: vec![
            Cell::text(&row.description).with(row.kinds.join(", ").to_lowercase()),
            row.hours.map_or_else(Cell::default, |hours| Cell::number(hours.round_dp(1).normalize(), "h")),
            row.price.as_ref().map_or_else(Cell::default, |price| Cell::number(price.in_full(), unit)),
            row.cost.as_ref().map_or_else(Cell::default, |cost| Cell::number(cost, "")),
        ],
        acts: Vec::new(),
    }
}

/// What is counted for the server.
fn rows<'a>(on: &On<'a>) -> impl Iterator<Item = &'a UsageRow> {
    let id = &on.key().id;
    let all = on.facts.usage.value.as_deref().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(move |row| row.resource.as_ref() == Some(id))
}

/// What the server has used this month; `None` where no row names it, or one has no cost.
pub(in crate::services::servers) fn used(on: &On<'_>) -> Option<Money> {
    let mut costs = rows(on).map(|row| row.cost.as_ref());
    let first = costs.next()??.clone();
    costs.try_fold(first, |sum, cost| sum.checked_add(cost?))
}

/// What the month comes to when the server goes on costing what it costs; `None` where that is not known.
pub(in crate::services::servers) fn projected(on: &On<'_>, used: &Money) -> Option<Money> {
    let hour = &on.server().price.as_ref()?.hour;
    let rest = Money::new(hour.amount.checked_mul(hours_left(on.now)?)?, hour.currency.clone());
    used.checked_add(&rest)
}

/// Hours from `now` to the end of its month, in UTC, with two decimals.
fn hours_left(now: Timestamp) -> Option<Decimal> {
    let at = time::OffsetDateTime::from_unix_timestamp(now.0.div_euclid(1000)).ok()?;
    let days = at.month().length(at.year());
    let whole = i64::from(days) * 86_400;
    let gone = i64::from(at.day() - 1) * 86_400
        + i64::from(at.hour()) * 3_600
        + i64::from(at.minute()) * 60
        + i64::from(at.second());
    Some((Decimal::from(whole - gone) / Decimal::from(3_600)).round_dp(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_month_is_counted_to_its_last_hour() {
        // 2026-02-28 22:30:00 UTC and 2026-11-01 00:00:00 UTC.
        assert_eq!(hours_left(Timestamp(1_772_317_800_000)).unwrap().to_string(), "1.50");
        assert_eq!(hours_left(Timestamp(1_793_491_200_000)).unwrap().to_string(), "720");
    }
}
