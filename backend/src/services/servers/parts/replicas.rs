//! The server's snapshots, and the backups that its provider makes.

use domain::act::Fields;
use domain::capability::Family;
use domain::policy::Verb;
use domain::pricing::PricedItem;
use domain::replica::{Replica, ReplicaOrigin};
use domain::rules::replica::ReplicaKind;
use domain::view::{ActOffer, Cell, Part, PartRow};

use super::{freshness, lacking, part};
use crate::acts::guard::role_refusal;
use crate::acts::price;
use crate::services::servers::offers::Offers;

/// Snapshots, then backups.
pub(super) fn parts(offers: Offers<'_>) -> [Part; 2] {
    let on = offers.on;
    let refusal = lacking(on, Family::Replicas);
    let (held, fetching) = on.backend.inventory().replicas(on.key());
    let all = held.value.as_deref().map(Vec::as_slice).unwrap_or_default();
    let is_backup = |replica: &&Replica| replica.origin == ReplicaOrigin::Known(ReplicaKind::Backup);
    let rows = |backups: bool, item: &PricedItem| -> Vec<PartRow> {
        let mut chosen: Vec<&Replica> = all.iter().filter(|replica| is_backup(replica) == backups).collect();
        chosen.sort_by_key(|replica| std::cmp::Reverse(replica.created_at));
        chosen.into_iter().map(|replica| row(offers, replica, item)).collect()
    };
    let columns = &["Made", "#Size", "#Per month", "Id"];
    let snapshots = Part {
        note: "Copies of the boot disk that people asked for.".to_owned(),
        rows: rows(false, &PricedItem::Snapshot),
        acts: vec![offers.offer("snapshot.create", &[], "")],
        empty: "No snapshot yet. One keeps the boot disk as it is now, to go back to or to make new servers from."
            .to_owned(),
        refusal: refusal.clone(),
        ..part("snapshots", "Snapshots", columns)
    };
    let backups = Part {
        note: "Copies that the provider makes by itself while automatic backups are on.".to_owned(),
        rows: rows(true, &PricedItem::Backup),
        acts: Vec::new(),
        empty: "No backup yet. Switch automatic backups on, and the provider makes them by itself."
            .to_owned(),
        refusal,
        ..part("backups", "Backups", columns)
    };
    [snapshots, backups].map(|part| freshness(part, Some(&held), fetching, on.now))
}

fn row(offers: Offers<'_>, replica: &Replica, item: &PricedItem) -> PartRow {
    let id = replica.id.0.as_str();
    let priced = offers.on.prices().zip(replica.size_gib);
    let cost = priced.and_then(|(prices, size)| price::of(prices, item, size));
    PartRow {
        id: id.to_owned(),
        cells: vec![
            Cell::age(replica.created_at),
            replica.size_gib.map_or_else(Cell::default, |size| Cell::number(size, "GiB")),
            Cell::told(cost.map(|price| price.month.to_string())),
            Cell::copy(id),
        ],
        acts: vec![
            offers.offer("server.rebuild", &[("replica", id)], "Restore"),
            new_server(offers, id),
            offers.offer("snapshot.delete", &[("replica", id)], "Delete"),
        ],
    }
}

/// A link to the page that makes a new server from it.
fn new_server(offers: Offers<'_>, replica: &str) -> ActOffer {
    let on = offers.on;
    ActOffer {
        act: "server.create".to_owned(),
        label: "New server from it".to_owned(),
        fields: Fields::default(),
        href: format!("/servers/new?from={}&replica={}", on.key(), escaped(replica)),
        refusal: role_refusal(offers.actor, Verb::Create).or_else(|| on.offers("server.create").err()),
        ..ActOffer::default()
    }
}

/// As a value in an address.
fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
