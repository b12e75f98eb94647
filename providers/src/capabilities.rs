//! What each platform's API offers, as data. `tests/capabilities.rs` holds it against the accessors.

use domain::capability::{Capabilities, Family, Offer};
use domain::power::PowerAction;
use domain::provider::{Brand, Platform};

pub(crate) fn of(brand: Brand) -> Capabilities {
    let missing = |family: Family| match (brand.platform(), family) {
        (Platform::Virtua, Family::Networks) => Some("Virtua's API offers no private networks."),
        (Platform::Virtua, Family::Addresses) => Some("Virtua's API offers no floating IPs."),
        (Platform::Virtua, Family::Pricing) => Some("Virtua's prices come with its plans."),
        (Platform::Warren, Family::Networks) => Some("Skydeck does not manage this provider's networks."),
        (Platform::Warren, Family::Addresses) => {
            Some("Skydeck shows floating IPs with their servers and does not manage them.")
        }
        (Platform::Warren, Family::Pricing) => Some("Skydeck shows prices with the servers."),
        _ => None,
    };
    let refused = |action: PowerAction| match (brand.platform(), action) {
        (Platform::Virtua, PowerAction::ForceStop) => Some("Virtua's API offers no forced stop."),
        _ => None,
    };
    let offer = |reason: Option<&str>| reason.map_or(Offer::Yes, |reason| Offer::No(reason.to_owned()));
    Capabilities {
        brand,
        families: Family::ALL.into_iter().map(|family| (family, offer(missing(family)))).collect(),
        power: PowerAction::ALL.into_iter().map(|action| (action, offer(refused(action)))).collect(),
    }
}
