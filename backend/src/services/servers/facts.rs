//! What is known of one server, in the order in which people look for it.

use domain::capability::Family;
use domain::policy::Verb;
use domain::provider::Platform;
use domain::server::{AddressScope, ServerState};
use domain::view::{Cell, CellKind, Fact};

use super::offers::Offers;
use super::parts::costs;
use crate::acts::guard::role_refusal;
use crate::acts::measure;
use crate::acts::server::title;

/// A fact without acts.
fn fact(label: &str, values: Vec<Cell>) -> Fact {
    Fact { label: label.to_owned(), values, acts: Vec::new() }
}

fn told(label: &str, text: Option<&str>) -> Fact {
    fact(label, vec![Cell::told(text)])
}

/// Something to copy, or that the provider does not tell.
fn copied(label: &str, text: Option<&str>) -> Fact {
    fact(label, vec![text.map_or_else(Cell::default, Cell::copy)])
}

/// All of them.
pub(super) fn facts(offers: Offers<'_>) -> Vec<Fact> {
    let on = offers.on;
    let (server, details) = (on.server(), &on.server().details);
    let warren = on.platform() == Platform::Warren;
    let mut facts = vec![
        addresses(offers),
        Fact { acts: vec![offers.offer("server.resize", &[], "")], ..fact("Size", vec![size(offers)]) },
        told(if warren { "Pool" } else { "Plan" }, server.plan.as_deref()),
        told("System", server.image.as_deref()),
        fact("Location", vec![Cell::text(&server.location.name).with(&server.location.slug)]),
        copied("Host name", server.hostname.as_deref()),
    ];
    facts.extend(money(offers));
    if on.has(Family::Billing).is_ok() {
        facts.push(Fact {
            acts: vec![offers.offer("server.billing", &[], "Change")],
            ..fact("Billing account", vec![payer(offers)])
        });
    }
    if on.has(Family::Networks).is_ok() {
        facts.push(told("Network", network(offers).as_deref()));
    }
    facts.push(Fact {
        acts: vec![offers.offer("server.backups", &[], backups_label(server.backups))],
        ..fact("Automatic backups", vec![backups(server.backups)])
    });
    if warren {
        facts.push(copied("User", details.username.as_deref()));
        facts.push(copied("MAC address", details.mac.as_deref()));
        let description = details.description.as_deref().filter(|text| !text.is_empty());
        facts.push(fact("Description", description.map(Cell::text).into_iter().collect()));
    }
    facts.extend([
        fact("Created", vec![Cell::age(server.created_at)]),
        copied("Provider's id", Some(&server.id.0)),
        fact("Key", vec![Cell::text(&on.facts.label).with(on.brand().name())]),
    ]);
    facts
}

fn addresses(offers: Offers<'_>) -> Fact {
    let server = offers.on.server();
    let values = server.addresses.iter().map(|address| {
        let scope = match address.scope {
            AddressScope::Public => "public",
            AddressScope::Private => "private",
        };
        Cell::copy(address.ip.to_string()).with(scope)
    });
    let mut values: Vec<Cell> = values.collect();
    if values.is_empty() {
        values.push(Cell::default());
    }
    fact("Addresses", values)
}

fn size(offers: Offers<'_>) -> Cell {
    let server = offers.on.server();
    let parts = [
        server.vcpus.map(|vcpus| format!("{vcpus} vCPU")),
        server.memory_mib.map(measure::memory),
        server.disk_gib.map(|disk| format!("{disk} GiB disk")),
    ];
    Cell::text(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// What it costs; for those who may see bills, what it has used this month and what the month comes to.
fn money(offers: Offers<'_>) -> Vec<Fact> {
    let on = offers.on;
    let cost = match &on.server().price {
        Some(price) => {
            Cell::text(format!("{} a month", price.month)).with(format!("{} an hour", price.hour.in_full()))
        }
        // No price list has a rate for servers that are stopped.
        None if on.server().state == ServerState::Stopped => {
            Cell::text("not priced").with("no rate is known for a stopped server")
        }
        None => Cell::text("not priced"),
    };
    let mut facts = vec![fact("Cost", vec![cost])];
    if on.has(Family::Usage).is_err() || role_refusal(offers.actor, Verb::BillingView).is_some() {
        return facts;
    }
    let used = costs::used(on);
    facts.push(told("Used this month", used.as_ref().map(ToString::to_string).as_deref()));
    let projected = used.and_then(|used| costs::projected(on, &used));
    let text = projected.map(|month| Cell::text(month.to_string()).with("if it runs on to the month's end"));
    facts.push(fact("Projected this month", vec![text.unwrap_or_default()]));
    facts
}

fn payer(offers: Offers<'_>) -> Cell {
    let on = offers.on;
    let Some(id) = on.server().details.billing_account else { return Cell::default() };
    let bills = role_refusal(offers.actor, Verb::BillingView).is_none();
    let accounts = on.facts.accounts.value.as_deref().filter(|_| bills);
    let account =
        accounts.and_then(|accounts| accounts.iter().find(|account| account.id.0 == id.to_string()));
    match account {
        Some(account) => Cell::text(title(account)).with(id.to_string()),
        None => Cell::text(id.to_string()),
    }
}

/// The name of the network that it is in, as far as the networks say.
fn network(offers: Offers<'_>) -> Option<String> {
    let on = offers.on;
    let inside = on.networks()?.iter().filter(|network| network.servers.contains(&on.key().id));
    let names: Vec<&str> = inside.map(|network| network.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn backups(on: Option<bool>) -> Cell {
    match on {
        Some(true) => Cell { kind: CellKind::Ok, ..Cell::text("on") },
        Some(false) => Cell::text("off"),
        None => Cell::default(),
    }
}

const fn backups_label(on: Option<bool>) -> &'static str {
    match on {
        Some(true) => "Switch off",
        _ => "Switch on",
    }
}
