//! What things cost, by the provider's own figures: exact, or not at all.

use domain::money::Price;
use domain::pricing::{PriceList, PricedItem, ServerSize};
use domain::server::Server;

/// What `units` of an item cost; `None` when the list does not say.
pub(crate) fn of(prices: &PriceList, item: &PricedItem, units: u32) -> Option<Price> {
    let hour = prices.hour(item, units).filter(domain::money::Money::has_currency)?;
    let month = hour.hourly_to_monthly()?;
    Some(Price { hour, month })
}

/// What a server is billed by, with what is known to be different.
pub(crate) fn size_of(
    server: &Server,
    vcpus: Option<u32>,
    memory_mib: Option<u32>,
    more_disk_gib: u32,
) -> Option<ServerSize> {
    Some(ServerSize {
        vcpus: vcpus.or(server.vcpus)?,
        memory_mib: memory_mib.or(server.memory_mib)?,
        disk_gib: server.disk_gib?.checked_add(more_disk_gib)?,
        windows: is_windows(server),
    })
}

/// Whether a server runs Windows, as far as its image says.
pub(crate) fn is_windows(server: &Server) -> bool {
    let named = server.details.image.as_ref().map(|image| image.name.as_str());
    let names = named.into_iter().chain(server.image.as_deref());
    names.into_iter().any(|image| image.to_ascii_lowercase().contains("windows"))
}

/// "€12.00 a month, €0.0164 an hour".
pub(crate) fn words(price: &Price) -> String {
    format!("{} a month, {} an hour", price.month, price.hour.in_full())
}
