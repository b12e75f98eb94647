//! Disks of a server: adding, growing, attaching, detaching and deleting them. The boot disk stays where it is.

mod add;
mod attach;
mod delete;
mod detach;
mod grow;

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Family;
use domain::disk::AttachedDisk;
use domain::money::Price;
use domain::pricing::PriceList;
use domain::rules::server;
use domain::rules::size::Bounds;

use super::draft::PriceChange;
use super::field::read_choice;
use super::measure;
use super::on::On;
use super::price;

pub(crate) use add::Add;
pub(crate) use attach::Attach;
pub(crate) use delete::Delete;
pub(crate) use detach::Detach;
pub(crate) use grow::Grow;

/// Whether disks are offered, and this kind of change of them, and the server's state allows it.
fn check(on: &On<'_>, kind: &str) -> Result<(), String> {
    on.has(Family::Disks)?;
    on.offers(kind)?;
    server::can_change(&on.server().state).map_err(|error| error.message)
}

/// The server's disks as its provider lists them.
fn attached<'a>(on: &On<'a>) -> &'a [AttachedDisk] {
    on.server().details.disks.as_deref().unwrap_or_default()
}

/// The disk that field `disk` names.
fn named<'a>(on: &On<'a>, fields: &Fields) -> Result<&'a AttachedDisk, DomainError> {
    let id = read_choice(fields, "disk", "Choose a disk.")?;
    attached(on)
        .iter()
        .find(|disk| disk.id.0 == id)
        .ok_or_else(|| DomainError::invalid("disk", "The server has no such disk any more. Choose another."))
}

/// "vdb, 50 GiB".
fn described(disk: &AttachedDisk) -> String {
    format!("{}, {}", disk_name(disk), measure::disk(disk.size_gib))
}

/// The name that people gave it, else the device's, else its id.
pub(crate) fn disk_name(disk: &AttachedDisk) -> &str {
    let named = disk.name.as_deref().filter(|name| !name.is_empty());
    named.or(disk.device.as_deref()).unwrap_or(&disk.id.0)
}

/// What the server's pool says about disks.
fn bounds(on: &On<'_>) -> Option<Bounds> {
    let pool = on.server().details.plan.as_ref()?;
    let pool = on.plans().iter().find(|plan| plan.id == pool.0)?;
    Some(pool.disk_gib.into())
}

/// What the server costs with so much more of disks, while it runs, by the price list.
fn with_more(on: &On<'_>, gib: u32) -> Option<PriceChange> {
    let (server, prices): (_, &PriceList) = (on.server(), on.prices()?);
    let before = prices.server(&price::size_of(server, None, None, 0)?);
    let after: Price = prices.server(&price::size_of(server, None, None, gib)?)?;
    Some(PriceChange { before, after, note: "The server with all its disks, while it runs.".to_owned() })
}
