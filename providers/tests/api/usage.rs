//! What the running month has used.

use std::time::Duration;

use domain::usage::UsageRow;
use rust_decimal::Decimal;

use crate::billing::main_account;
use crate::common::{Deck, KINDS, fast, patient};
use domain::power::PowerCall;

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(family) = deck.provider.usage() else { return };
    let account = main_account(deck).await.id;
    let list = async || family.list(&deck.credential, &account).await.unwrap();
    let hours = |rows: &[UsageRow]| rows.iter().filter_map(|row| row.hours).max().unwrap_or_default();
    // A month that has just begun, so that the hours below lie within one.
    let day = Duration::from_secs(86_400);
    let mut days = 0;
    while hours(&list().await) > Decimal::from(24) {
        deck.control().advance(day);
        days += 1;
        assert!(days < 32, "no month begins");
    }
    deck.control().advance(Duration::from_secs(3 * 3_600));
    let rows = list().await;
    assert!(hours(&rows) >= Decimal::from(3), "{rows:?}");
    for row in &rows {
        let cost = row.cost.as_ref().unwrap();
        assert_eq!(row.price.as_ref().unwrap().amount * row.hours.unwrap(), cost.amount, "{row:?}");
        assert_eq!((cost.currency.as_str(), row.unit.as_deref()), ("IDR", Some("h")));
        assert_eq!(row.billing_account.as_ref(), Some(&account));
    }

    // A server that is stopped goes on costing, but less.
    let (slug, id) = deck.server_that_is("running").await;
    let of = |rows: Vec<UsageRow>| -> Vec<UsageRow> {
        rows.into_iter().filter(|row| row.resource.as_ref() == Some(&id) && !row.sizes.is_empty()).collect()
    };
    assert_eq!(of(rows).len(), 1);
    deck.power(&slug, &id, PowerCall::Stop).await.unwrap();
    deck.control().advance(Duration::from_secs(2 * 3_600));
    let mut both = of(list().await);
    both.sort_by_key(|row| row.kinds.len());
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(both[0].description.ends_with("stopped") && both[0].hours >= Some(Decimal::from(2)));
    assert!(both[0].price.as_ref().unwrap().amount < both[1].price.as_ref().unwrap().amount);
    assert_eq!(both[0].sizes[0].disk_gib, both[1].sizes[0].disk_gib);
}

#[tokio::test]
async fn usage_grows_with_the_hours() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}
