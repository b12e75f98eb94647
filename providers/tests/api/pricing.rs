//! The price list.

use domain::pricing::{PricedItem, ServerSize};

use crate::common::{Deck, KINDS, fast, patient};

/// Drives every operation of the family.
pub async fn walk(deck: &Deck) {
    let Some(family) = deck.provider.pricing() else { return };
    let prices = family.list(&deck.credential).await.unwrap();
    for item in [
        PricedItem::Cpu,
        PricedItem::Memory,
        PricedItem::MainStorage,
        PricedItem::Backup,
        PricedItem::Snapshot,
        PricedItem::ObjectStorage,
        PricedItem::WindowsLicense,
        PricedItem::UnassignedFloatingIp,
    ] {
        let row = prices.row(&item).unwrap();
        assert!(row.hour.amount > 0.into() && row.hour.currency == "IDR" && row.label.is_some(), "{row:?}");
    }
    let assigned = prices.row(&PricedItem::FloatingIp).unwrap();
    assert!(prices.row(&PricedItem::UnassignedFloatingIp).unwrap().hour.amount > assigned.hour.amount);

    // Servers are listed at the prices of the list.
    for (_, server) in deck.servers().await {
        let Some(price) = &server.price else { continue };
        let size = ServerSize {
            vcpus: server.vcpus.unwrap(),
            memory_mib: server.memory_mib.unwrap(),
            disk_gib: server.disk_gib.unwrap(),
            windows: server.image.as_deref().unwrap().starts_with("Windows"),
        };
        assert_eq!(prices.server(&size).as_ref(), Some(price), "{server:?}");
    }
}

#[tokio::test]
async fn servers_cost_what_the_price_list_says() {
    for kind in KINDS {
        walk(&Deck::start(kind, fast(), patient()).await).await;
    }
}
