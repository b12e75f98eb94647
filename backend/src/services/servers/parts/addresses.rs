//! The floating IPs that lead to the server.

use domain::capability::Family;
use domain::floating_ip::FloatingIp;
use domain::pricing::PricedItem;
use domain::view::{Cell, Part, PartRow};

use super::{freshness, lacking};
use crate::acts::price;
use crate::services::servers::offers::Offers;

pub(super) fn part(offers: Offers<'_>, fetching: bool) -> Part {
    let on = offers.on;
    let part = Part {
        note: "Public addresses that are reserved for the account and lead to this server.".to_owned(),
        rows: on.own_addresses().into_iter().map(|address| row(offers, address)).collect(),
        acts: vec![
            offers.offer("address.reserve", &[], "Reserve and assign"),
            offers.offer("address.assign", &[], "Assign"),
        ],
        empty: "No floating IP leads here. Without a public address the server is cut off from the internet."
            .to_owned(),
        refusal: lacking(on, Family::Addresses),
        ..super::part("addresses", "Floating IPs", &["Address", "Name", "#Per month", "Reserved"])
    };
    freshness(part, on.facts.addresses.get(&on.key().location), fetching, on.now)
}

fn row(offers: Offers<'_>, address: &FloatingIp) -> PartRow {
    let id = address.id.0.as_str();
    let cost = offers.on.prices().and_then(|prices| price::of(prices, &PricedItem::FloatingIp, 1));
    PartRow {
        id: id.to_owned(),
        cells: vec![
            Cell::copy(id),
            Cell::told(address.name.clone()),
            Cell::told(cost.map(|price| price.month.to_string())),
            Cell::age(address.created_at),
        ],
        acts: vec![
            offers.offer("address.unassign", &[("address", id)], "Unassign"),
            offers.offer("address.release", &[("address", id)], "Release"),
        ],
    }
}
