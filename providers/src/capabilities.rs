//! What each platform's API offers, as data. `tests/capabilities.rs` holds it against the accessors.

use domain::capability::{Capabilities, Family, Offer};
use domain::change::{Change, Kind};
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
        (Platform::Virtua, Family::Tokens) => Some("Virtua's API offers no calls for API keys."),
        _ => None,
    };
    let refused = |action: PowerAction| match (brand.platform(), action) {
        (Platform::Virtua, PowerAction::ForceStop) => Some("Virtua's API offers no forced stop."),
        _ => None,
    };
    let offer = |reason: Option<&str>| reason.map_or(Offer::Yes, |reason| Offer::No(reason.to_owned()));
    Capabilities {
        brand,
        families: Family::ALL.iter().map(|family| (*family, offer(missing(*family)))).collect(),
        power: PowerAction::ALL.into_iter().map(|action| (action, offer(refused(action)))).collect(),
        changes: Change::KINDS
            .iter()
            .flat_map(|noun| noun.iter())
            .map(|kind| ((*kind).to_owned(), offer(unchangeable(brand, kind))))
            .collect(),
    }
}

/// The kinds of change that Virtua's API has.
const VIRTUA: &[Kind] = &[];

/// Why a kind of change is not to be had; `None` when it is.
fn unchangeable(brand: Brand, kind: Kind) -> Option<&'static str> {
    match brand.platform() {
        Platform::Virtua if !VIRTUA.contains(&kind) => Some("Virtua's API offers no such call."),
        _ => None,
    }
}
