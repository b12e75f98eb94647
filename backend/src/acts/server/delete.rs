//! The end of a server: what dies with it, what stays and costs on, and what is released along with it.

use std::net::Ipv4Addr;

use domain::DomainError;
use domain::act::{Choice, Fields, FormSection};
use domain::capability::Family;
use domain::change::{AddressChange, Change, ServerChange};
use domain::floating_ip::FloatingIp;
use domain::money::{Money, Price};
use domain::policy::Verb;
use domain::pricing::PricedItem;
use domain::provider::Platform;
use domain::rules::address::goes_with_server;
use domain::rules::server;
use domain::rules::warnings::Warning;
use rust_decimal::Decimal;

use crate::acts::act::Act;
use crate::acts::disk::disk_name;
use crate::acts::draft::{Draft, PriceChange};
use crate::acts::field::{choice, hint, section, ticks};
use crate::acts::measure;
use crate::acts::on::On;
use crate::acts::price;
use crate::acts::snapshot::described;
use crate::operations::task::{Before, StepDraft, Then};

pub(crate) struct Delete;

impl Act for Delete {
    fn slug(&self) -> &'static str {
        "server.delete"
    }

    fn right(&self) -> Verb {
        Verb::Delete
    }

    fn many(&self) -> bool {
        true
    }

    fn needs(&self) -> &'static [Family] {
        &[Family::Addresses, Family::Replicas, Family::Pricing]
    }

    fn check(&self, on: &On<'_>) -> Result<(), String> {
        on.offers("server.delete")?;
        server::can_delete(&on.server().state).map_err(|error| error.message)
    }

    /// Only addresses leave something to decide.
    fn form(&self, on: &[On<'_>], fields: &Fields) -> Vec<FormSection> {
        let choices: Vec<Choice> = on
            .iter()
            .flat_map(|on| {
                on.own_addresses().into_iter().map(|address| Choice {
                    group: if on.name().is_empty() { String::new() } else { on.name().to_owned() },
                    ..choice(
                        address.id.0.clone(),
                        address.id.0.clone(),
                        address.name.clone().unwrap_or_default(),
                    )
                })
            })
            .collect();
        if choices.is_empty() {
            return Vec::new();
        }
        let words = "An address that is not released stays yours, leads nowhere and goes on costing money. One that is \
                     released may never come back.";
        section(vec![hint(ticks("release", "Release these addresses as well", fields, choices), words)])
    }

    fn draft(&self, on: &On<'_>, fields: &Fields) -> Result<Draft, DomainError> {
        let server = on.server();
        server::can_delete(&server.state)?;
        let own = on.own_addresses();
        let wanted: Vec<&str> = fields.all("release").collect();
        let (released, kept): (Vec<&FloatingIp>, Vec<&FloatingIp>) = own
            .iter()
            .copied()
            .partition(|address| wanted.contains(&address.id.0.as_str()) && is_own(address, &own));
        let mut steps: Vec<StepDraft> = vec![ServerChange::Delete { id: on.key().id.clone() }.into()];
        steps.extend(
            released
                .iter()
                .map(|address| Change::Address(AddressChange::Delete { id: address.id.clone() }).into()),
        );
        let draft = Draft {
            steps,
            before: Before::of(server),
            then: Then { forget: true, ..Then::default() },
            summary: summary(&released),
            what: "deleted for good".to_owned(),
            danger: true,
            typed: Some(on.name().to_owned()),
            dies: dies(on, &released),
            stays: stays(on, &kept),
            cost: cost(on, &kept),
            price: priced(on, own.len(), kept.len()),
            ..Draft::default()
        };
        let draft = draft
            .line("Server", server.state.word(), "deleted")
            .effect("The provider destroys the server at once, whatever runs on it.")
            .effect(
                "Its tags, note and lock in Skydeck are forgotten; what was done to it stays in Activity.",
            )
            .for_good(Warning::DeleteLosesDisks.sentence());
        Ok(if released.is_empty() { draft } else { draft.for_good(Warning::ReleaseLosesAddress.sentence()) })
    }
}

/// Whether an address is among those that lead to this server: others are never released along with it.
fn is_own(address: &FloatingIp, own: &[&FloatingIp]) -> bool {
    let ip = |address: &FloatingIp| address.id.0.parse::<Ipv4Addr>().ok();
    let all: Vec<Ipv4Addr> = own.iter().copied().filter_map(ip).collect();
    ip(address).is_some_and(|address| goes_with_server(address, &all))
}

fn summary(released: &[&FloatingIp]) -> String {
    if released.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = released.iter().map(|address| address.id.0.as_str()).collect();
    format!("With {}", names.join(", "))
}

/// Disks, snapshots, backups and released addresses.
fn dies(on: &On<'_>, released: &[&FloatingIp]) -> Vec<String> {
    let server = on.server();
    let mut dies = Vec::new();
    match &server.details.disks {
        Some(disks) => dies.extend(disks.iter().map(|disk| {
            let size = measure::disk(disk.size_gib);
            let name = disk_name(disk);
            let kind = if disk.primary { "Boot disk" } else { "Disk" };
            format!("{kind} {name} of {}: {size}.", server.name)
        })),
        None => dies.push(format!("The disk of {}: {}.", server.name, measure::disk(server.disk_gib))),
    }
    if on.has(Family::Replicas).is_ok() {
        match on.replicas().value {
            Some(replicas) => dies.extend(
                replicas
                    .iter()
                    .map(|replica| format!("{} of {}.", capital(&described(replica)), server.name)),
            ),
            None => dies.push(format!("Snapshots and backups of {}, if it has any.", server.name)),
        }
    }
    dies.extend(released.iter().map(|address| format!("Address {}.", address.id)));
    dies
}

/// Addresses that are kept, with what they cost.
fn stays(on: &On<'_>, kept: &[&FloatingIp]) -> Vec<String> {
    if on.platform() == Platform::Virtua {
        return Vec::new();
    }
    let Some(_) = on.addresses() else {
        return vec![format!(
            "Public addresses of {}, if it has any: which ones is not known at present. They go on costing money.",
            on.name()
        )];
    };
    let price = on.prices().and_then(|prices| price::of(prices, &PricedItem::UnassignedFloatingIp, 1));
    let each = |address: &&FloatingIp| match &price {
        Some(price) => format!(
            "Address {} stays yours and costs {} until you release it.",
            address.id,
            price::words(price)
        ),
        None => format!("Address {} stays yours and goes on costing money until you release it.", address.id),
    };
    kept.iter().map(each).collect()
}

/// Of one among many without its own number: the sum stands beside it.
fn cost(on: &On<'_>, kept: &[&FloatingIp]) -> String {
    let ends = match &on.server().price {
        Some(price) if on.alone => format!("{} no longer costs {}.", on.name(), price::words(price)),
        _ => "What is deleted is no longer billed.".to_owned(),
    };
    if kept.is_empty() { ends } else { format!("{ends} {}", Warning::UnassignedAddressBills.sentence()) }
}

/// The server with its addresses, and what is left of that; `None` where any of it is not known.
fn priced(on: &On<'_>, own: usize, kept: usize) -> Option<PriceChange> {
    let server = on.server().price.clone()?;
    let zero = |money: &Money| Money::new(Decimal::ZERO, money.currency.clone());
    let nothing = Price { hour: zero(&server.hour), month: zero(&server.month) };
    let before = with_addresses(on, server, &PricedItem::FloatingIp, own)?;
    let after = with_addresses(on, nothing, &PricedItem::UnassignedFloatingIp, kept)?;
    Some(PriceChange { before: Some(before), after, note: "Without snapshots and backups.".to_owned() })
}

fn with_addresses(on: &On<'_>, base: Price, item: &PricedItem, count: usize) -> Option<Price> {
    if count == 0 {
        return Some(base);
    }
    let one = price::of(on.prices()?, item, 1)?;
    (0..count).try_fold(base, |sum, _| {
        Some(Price { hour: sum.hour.checked_add(&one.hour)?, month: sum.month.checked_add(&one.month)? })
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
