//! Which network a server joins, and how the world reaches it.

use domain::act::{Choice, Field, FieldKind, FormSection};
use domain::change::Ipv6Block;
use domain::network::Network;
use domain::pricing::PricedItem;
use domain::provider::Platform;
use domain::rules::warnings::Warning;

use super::asking::{Asking, off};
use super::given::{Place, missing, rows};
use super::settled::Settled;
use crate::acts::field::{choice, fact};
use crate::acts::price;

/// Network and addresses.
pub(super) fn section(place: &Place, asking: &mut Asking<'_>, out: &mut Settled) -> FormSection {
    let mut section =
        FormSection { id: "network".to_owned(), title: "Network".to_owned(), ..FormSection::default() };
    match place.platform() {
        Platform::Warren => {
            private(place, asking, out, &mut section);
            section.fields.push(public(place, asking, out));
        }
        Platform::Virtua => {
            let why = place.here(&place.facts.networks).problem.map(|problem| problem.message);
            let why = why.unwrap_or_else(|| "This provider's API has no private networks.".to_owned());
            section.fields.push(off(("network", "Private network"), FieldKind::Select, why));
            section.fields.push(ipv6(asking, out));
        }
    }
    section
}

fn private(place: &Place, asking: &mut Asking<'_>, out: &mut Settled, section: &mut FormSection) {
    let list = place.here(&place.facts.networks);
    let networks = rows(&list);
    if networks.is_empty() {
        let why = missing(&list, "The list of networks").unwrap_or_default();
        let text = format!("{} {why}", Warning::DefaultNetworkWhenNoneChosen.sentence());
        section.fields.push(fact("network_fact", "Private network", text.trim_end()));
        if list.value.is_none() {
            asking.missing("network", why);
        }
        return;
    }
    let usual = networks.iter().find(|network| network.is_default).map(|network| network.id.0.as_str());
    let field = asking.pick(
        ("network", "Private network"),
        FieldKind::Select,
        networks.iter().map(network_choice).collect(),
        (asking.get("network"), usual),
    );
    out.network = networks.iter().find(|network| Some(&network.id.0) == field.value.first()).cloned();
    section.fields.push(field);
}

fn network_choice(network: &Network) -> Choice {
    let inside = match network.servers.len() {
        0 => "no servers yet".to_owned(),
        1 => "1 server".to_owned(),
        many => format!("{many} servers"),
    };
    let default = if network.is_default { "the default, " } else { "" };
    let subnet = network.subnet.as_ref().map(|subnet| format!("{subnet}, ")).unwrap_or_default();
    choice(&network.id.0, &network.name, format!("{default}{subnet}{inside}"))
}

fn public(place: &Place, asking: &mut Asking<'_>, out: &mut Settled) -> Field {
    let prices = place.facts.prices.value.as_deref();
    let cost = prices.and_then(|prices| price::of(prices, &PricedItem::FloatingIp, 1));
    let yes = Choice {
        price: cost.map(|price| format!("{} a month", price.month)).unwrap_or_default(),
        ..choice(
            "1",
            "A public address",
            "A floating IP is reserved. It stays yours, and billed, after the server.",
        )
    };
    let no = choice("0", "None", Warning::NoPublicAddressNoTraffic.sentence());
    let field = asking.pick(
        ("public_ip", "Public IPv4 address"),
        FieldKind::Cards,
        vec![yes, no],
        (asking.get("public_ip"), None),
    );
    out.public_ip = field.value.first().is_some_and(|value| value == "1");
    field
}

fn ipv6(asking: &mut Asking<'_>, out: &mut Settled) -> Field {
    let choices = vec![
        choice("one", "One IPv6 address", "/128"),
        choice("block", "A block of IPv6 addresses", "/64"),
        choice("none", "None", "IPv4 alone"),
    ];
    let field = asking.pick(("ipv6", "IPv6"), FieldKind::Cards, choices, (asking.get("ipv6"), None));
    out.ipv6 = match field.value.first().map(String::as_str) {
        Some("one") => Some(Ipv6Block::One),
        Some("block") => Some(Ipv6Block::Block),
        _ => None,
    };
    out.public_ip = true;
    field
}
