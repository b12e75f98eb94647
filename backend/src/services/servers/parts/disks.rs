//! The server's disks.

use domain::capability::Family;
use domain::disk::AttachedDisk;
use domain::pricing::PricedItem;
use domain::rules::disk::guest_device;
use domain::view::{Cell, Part, PartRow};

use super::lacking;
use crate::acts::disk::disk_name;
use crate::acts::price;
use crate::services::servers::offers::Offers;

pub(super) fn part_of(offers: Offers<'_>, disk: &AttachedDisk) -> PartRow {
    let on = offers.on;
    let size = disk.size_gib.map_or_else(Cell::default, |size| Cell::number(size, "GiB"));
    let cost = on
        .prices()
        .zip(disk.size_gib)
        .and_then(|(prices, size)| price::of(prices, &PricedItem::MainStorage, size));
    let kind = if disk.primary { "boot" } else { "data" };
    let id = disk.id.0.as_str();
    let device = guest_device(id).map_or_else(Cell::default, Cell::copy);
    let offer = |slug, label| offers.offer(slug, &[("disk", id)], label);
    PartRow {
        id: id.to_owned(),
        cells: vec![
            Cell::text(disk_name(disk)).with(kind),
            size,
            Cell::told(cost.map(|price| price.month.to_string())),
            device,
            Cell::age(disk.created_at),
        ],
        acts: vec![
            offer("disk.grow", "Grow"),
            offer("disk.detach", "Detach"),
            offer("disk.delete", "Delete"),
        ],
    }
}

pub(super) fn part(offers: Offers<'_>) -> Part {
    let on = offers.on;
    let empty =
        super::part("disks", "Disks", &["Disk", "#Size", "#Per month", "Found on Linux as", "Created"]);
    let disks = on.server().details.disks.as_deref();
    Part {
        refusal: lacking(on, Family::Disks),
        rows: disks.unwrap_or_default().iter().map(|disk| part_of(offers, disk)).collect(),
        acts: vec![offers.offer("disk.add", &[], ""), offers.offer("disk.attach", &[], "")],
        empty: match disks {
            Some(_) => "The server has no disk. Add one to keep data on.".to_owned(),
            None => "The provider's answer leaves this server's disks out.".to_owned(),
        },
        ..empty
    }
}
