//! What each platform's API offers, as far as its documents say, as data. `tests/api/conformance.rs` holds it
//! against the accessors.

use domain::capability::{Capabilities, Family, Offer};
use domain::change::{Change, DatabaseChange, Kind};
use domain::power::PowerAction;
use domain::provider::{Brand, Platform};

pub(crate) fn of(brand: Brand) -> Capabilities {
    let missing = |family: Family| match (brand.platform(), family) {
        (Platform::Virtua, Family::Disks) => {
            Some("Virtua.cloud's API documents no disks but those of the plans.")
        }
        (Platform::Virtua, Family::Replicas) => Some("Virtua.cloud's API documents no snapshots."),
        (Platform::Virtua, Family::Networks) => Some("Virtua.cloud's API documents no private networks."),
        (Platform::Virtua, Family::Addresses) => Some("Virtua.cloud's API documents no floating IPs."),
        (Platform::Virtua, Family::Pricing) => Some("Virtua's prices come with its plans."),
        (Platform::Virtua, Family::Balancers) => Some("Virtua.cloud's API documents no load balancers."),
        (Platform::Virtua, Family::Parameters) => Some("Virtua's servers have the sizes of their plans."),
        (Platform::Warren, Family::Passwords) => Some("This provider gives out no passwords; it sets them."),
        (Platform::Warren, Family::Projects) => Some("This provider has no projects."),
        (Platform::Warren, Family::Allowance) => Some("This provider's API tells no account limits."),
        (Platform::Warren, Family::Catalogue) => Some("This provider publishes no price list without a key."),
        (Platform::Virtua, Family::Billing) => Some("Virtua.cloud's API documents no billing accounts."),
        (Platform::Virtua, Family::Cards) => Some("Virtua.cloud's API documents no cards."),
        (Platform::Virtua, Family::Credit) => Some("Virtua.cloud's API shows a balance and no entries."),
        (Platform::Virtua, Family::Invoices) => Some("Virtua.cloud's API documents no invoices."),
        (Platform::Virtua, Family::Usage) => {
            Some("Virtua.cloud's API shows usage with the account and the servers.")
        }
        (Platform::Virtua, Family::Buckets) => Some("Virtua.cloud's API documents no object storage."),
        (Platform::Virtua, Family::Databases) => Some("Virtua.cloud's API documents no managed databases."),
        (Platform::Warren, Family::Databases) => no_databases(brand),
        (Platform::Virtua, Family::Tokens) => Some("Virtua.cloud's API documents no calls for API keys."),
        _ => None,
    };
    let refused = |action: PowerAction| match (brand.platform(), action) {
        (Platform::Virtua, PowerAction::ForceStop) => Some("Virtua.cloud's API documents no forced stop."),
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
const VIRTUA: &[Kind] = &[
    "server.order",
    "server.resize",
    "server.start",
    "server.stop",
    "server.restart",
    "server.rebuild",
    "server.delete",
];

/// The kinds of change that Warren's API lacks, and why that is no loss.
const NOT_WARREN: &[(Kind, &str)] = &[
    ("server.order", "This provider's servers have free sizes."),
    ("server.resize", "This provider's servers have no plans; vCPU and memory are changed by themselves."),
    ("server.restart", "This provider's API has no restart; a stop and a start follow each other."),
    ("server.rebuild", "This provider's API reinstalls instead."),
];

/// Why a Warren brand has no managed databases; `None` when it has. Only IDCloudHost's document has them.
const fn no_databases(brand: Brand) -> Option<&'static str> {
    match brand {
        Brand::IdCloudHost => None,
        Brand::Elastis => Some("Elastis' API documents no managed databases."),
        _ => Some("Whether this provider's API offers managed databases is not known."),
    }
}

/// Why a kind of change is not to be had; `None` when it is.
fn unchangeable(brand: Brand, kind: Kind) -> Option<&'static str> {
    match brand.platform() {
        Platform::Warren if DatabaseChange::KINDS.contains(&kind) => no_databases(brand),
        Platform::Warren => NOT_WARREN.iter().find(|(known, _)| *known == kind).map(|(_, why)| *why),
        Platform::Virtua if !VIRTUA.contains(&kind) => Some("Virtua.cloud's API documents no such call."),
        _ => None,
    }
}
