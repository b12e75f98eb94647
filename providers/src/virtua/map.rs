//! From Virtua's bodies to the neutral model. Pure.

use std::collections::BTreeMap;

use domain::ids::ProviderResourceId;
use domain::location::Location;
use domain::money::{Money, Price};
use domain::plan::{Image, ImageKind, Plan, PlanExtras};
use domain::server::{Address, Server, ServerState};
use domain::server_details::{ImageChoice, ServerDetails};
use serde_json::value::RawValue;

use super::wire;
use crate::family::AccountInfo;
use crate::wire::{Scalar, address, object, sort_public_first};

/// Virtua's prices name no currency where offers stand; the public catalogue says euro.
pub(super) const CURRENCY: &str = "EUR";

/// One server; `None` without an id, because nothing could be done with it.
pub(super) fn server(raw: &str) -> Option<Server> {
    let wire: wire::Server = object(raw)?;
    let offer = wire.offer.0.unwrap_or_default();
    let zone = wire.cloud_zone.0.unwrap_or_default();
    let state =
        state(&wire.status, [&wire.is_suspended, &wire.is_error, &wire.is_setup, &wire.is_processing]);
    let note = match state {
        ServerState::Suspended => wire.suspension_reason.owned(),
        ServerState::Provisioning => wire.setup_step.owned(),
        _ => None,
    };
    let system = wire.system.0.unwrap_or_default();
    let details = ServerDetails {
        description: wire.short_description.owned(),
        image: system.uuid.owned().map(|name| ImageChoice { name, version: None }),
        plan: offer.uuid.owned().map(ProviderResourceId),
        ..ServerDetails::default()
    };
    Some(Server {
        id: ProviderResourceId(wire.uuid.owned()?),
        name: wire.label.owned().or_else(|| wire.name.owned()).or_else(|| wire.uuid.owned())?,
        state,
        location: location(zone_code(&offer.uuid, &wire.name), &zone),
        plan: offer.name.owned().or_else(|| offer.uuid.owned()),
        vcpus: wire.vcpus.whole(),
        memory_mib: wire.memory_size.whole(),
        disk_gib: wire.root_space.whole(),
        image: system.name.owned().or_else(|| system.uuid.owned()),
        addresses: addresses(raw),
        price: price(&offer.price_hour, &offer.price_month),
        // Virtua prints times without a zone and does not say which; they are read as UTC.
        created_at: wire.start_time.timestamp().or_else(|| wire.is_setup_at.timestamp()),
        hostname: wire.hostname.owned(),
        backups: None,
        note,
        details: Box::new(details),
    })
}

/// The flags say more than the status, which stays `running` while a server is suspended or being changed.
fn state(status: &Scalar, [suspended, error, setup, processing]: [&Scalar; 4]) -> ServerState {
    let status = status.text().unwrap_or("unknown");
    let word = status.to_ascii_lowercase();
    if matches!(word.as_str(), "deleted" | "destroyed") {
        ServerState::Deleted
    } else if suspended.flag() == Some(true) {
        ServerState::Suspended
    } else if error.flag() == Some(true) {
        ServerState::Error
    } else if setup.flag() == Some(false) {
        ServerState::Provisioning
    } else if processing.flag() == Some(true) {
        ServerState::Busy
    } else {
        match word.as_str() {
            "running" => ServerState::Running,
            "stopped" => ServerState::Stopped,
            "error" => ServerState::Error,
            "suspended" => ServerState::Suspended,
            _ => ServerState::Other(status.to_owned()),
        }
    }
}

/// The zone's code, which stands behind the dot of an offer (`vcs-2-intel.par01fr`) and inside a server's own name
/// (`vs4023.par01fr.vsys.cloud`).
fn zone_code(offer: &Scalar, name: &Scalar) -> Option<String> {
    let behind = offer.text().and_then(|id| id.rsplit_once('.')).map(|(_, code)| code);
    let inside = || name.text()?.strip_suffix(".vsys.cloud")?.rsplit('.').next();
    let code = behind.or_else(inside)?;
    let plain = !code.is_empty() && code.len() <= 64 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| code.to_ascii_lowercase())
}

fn location(code: Option<String>, zone: &wire::Zone) -> Location {
    let name = zone.city_name.owned().or_else(|| zone.datacenter_name.owned());
    let slug =
        code.or_else(|| name.as_deref().map(slug)).unwrap_or_else(|| domain::location::GLOBAL.to_owned());
    Location {
        name: name.unwrap_or_else(|| slug.clone()),
        slug,
        country: zone.country_name.owned().or_else(|| zone.country_code.owned()),
        is_default: false,
    }
}

/// A city as a slug, for zones that come without a code.
fn slug(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.chars().take(64).map(plain).collect()
}

fn price(hour: &Scalar, month: &Scalar) -> Option<Price> {
    let hour = Money::new(hour.decimal()?, CURRENCY);
    let month = match month.decimal() {
        Some(month) => Money::new(month, CURRENCY),
        None => hour.hourly_to_monthly()?,
    };
    Some(Price { hour, month })
}

/// No source names the fields that hold addresses, so every field whose name speaks of one is searched.
fn addresses(raw: &str) -> Vec<Address> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(raw).unwrap_or_default();
    let mut found = Vec::new();
    for (name, value) in fields {
        let about_address = name.split('_').any(|word| {
            matches!(word, "ip" | "ips" | "ipv4" | "ipv6" | "ip4" | "ip6" | "address" | "addresses")
        });
        let other = ["gateway", "mask", "dns", "reverse", "limit"].iter().any(|word| name.contains(word));
        if about_address && !other {
            collect(value.get(), 4, &mut found);
        }
    }
    sort_public_first(&mut found);
    found
}

/// Every text below `raw` that is an address.
fn collect(raw: &str, depth: u8, found: &mut Vec<Address>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match raw.as_bytes().first() {
        Some(b'[') => {
            for member in serde_json::from_str::<Vec<&RawValue>>(raw).unwrap_or_default() {
                collect(member.get(), depth, found);
            }
        }
        Some(b'{') => {
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(raw).unwrap_or_default();
            for (name, member) in members {
                if !["gateway", "mask", "dns", "reverse"].iter().any(|word| name.contains(word)) {
                    collect(member.get(), depth, found);
                }
            }
        }
        Some(b'"') => {
            let text: String = serde_json::from_str(raw).unwrap_or_default();
            found.extend(text.split([',', ' ']).filter_map(address));
        }
        _ => {}
    }
}

/// Each zone that sells something, once.
pub(super) fn locations(offers: &[wire::Offer]) -> Vec<Location> {
    let mut zones: BTreeMap<String, Location> = BTreeMap::new();
    for offer in offers {
        if let Some(zone) = &offer.cloud_zone.0 {
            let location = location(zone_code(&offer.uuid, &Scalar::default()), zone);
            zones.entry(location.slug.clone()).or_insert(location);
        }
    }
    zones.into_values().collect()
}

pub(super) fn plan(offer: &wire::Offer) -> Option<Plan> {
    let fixed = |scalar: &Scalar| scalar.whole().map(|size| (size, size));
    let zone = offer.cloud_zone.0.as_ref();
    Some(Plan {
        id: offer.uuid.owned()?,
        name: offer.name.owned().or_else(|| offer.uuid.owned())?,
        location: zone.map(|zone| location(zone_code(&offer.uuid, &Scalar::default()), zone).slug),
        vcpus: fixed(&offer.vcpus),
        memory_mib: fixed(&offer.memory_size),
        disk_gib: fixed(&offer.root_space),
        price: price(&offer.price_hour, &offer.price_month),
        extras: Some(Box::new(extras(offer))),
        ..Plan::default()
    })
}

fn extras(offer: &wire::Offer) -> PlanExtras {
    PlanExtras {
        category: offer.category.owned(),
        cpu_family: offer.cpu_family.owned(),
        disk_type: offer.root_disk_type.owned(),
        bandwidth_mbps: offer.bandwidth.whole(),
        is_windows: offer.is_windows_included.flag(),
        extra_ipv4_most: offer.additional_ipv4_addresses_max.whole(),
        extra_ipv4_price: price(
            &offer.additional_ipv4_addresses_price_hour,
            &offer.additional_ipv4_addresses_price_month,
        ),
        extra_disk_price: price(
            &offer.additional_root_space_price_hour,
            &offer.additional_root_space_price_month,
        ),
        is_sold_out: false,
    }
}

/// Whether an image is of a kind.
pub(super) fn is_of(image: &Image, kind: ImageKind) -> bool {
    match kind {
        ImageKind::All => true,
        ImageKind::Plain => !image.is_app,
        ImageKind::App => image.is_app,
    }
}

pub(super) fn image(system: &wire::System) -> Option<Image> {
    Some(Image {
        id: system.uuid.owned()?,
        name: system.name.owned().or_else(|| system.uuid.owned())?,
        versions: Vec::new(),
        is_app: matches!(system.category.text(), Some("app" | "apps" | "application")),
        is_windows: system.is_windows.flag() == Some(true),
        is_default: false,
        icon: None,
    })
}

pub(super) fn account(wire: &wire::Account) -> AccountInfo {
    let currency = wire.currency.text().unwrap_or(CURRENCY);
    let balance = wire.balance.decimal().map(|amount| format!("balance {}", Money::new(amount, currency)));
    let limit = wire.cloud_servers_limit.whole().map(|limit| format!("up to {limit} servers"));
    let found: Vec<String> = balance.into_iter().chain(limit).collect();
    let summary = match found.is_empty() {
        true => "The key works.".to_owned(),
        false => format!("The key works: {}.", found.join(", ")),
    };
    AccountInfo { holder: wire.email.owned(), summary, profile: None }
}
