//! The private network that the server is in, and who else is.

use domain::capability::Family;
use domain::ids::ServerKey;
use domain::network::Network;
use domain::server::{AddressScope, Server};
use domain::view::{Cell, Part, PartRow};

use super::{freshness, lacking};
use crate::acts::on::On;
use crate::services::servers::offers::Offers;

/// Most members that are listed.
const MOST: usize = 50;

pub(super) fn part(offers: Offers<'_>, fetching: bool) -> Part {
    let on = offers.on;
    let inside = |network: &&Network| network.servers.contains(&on.key().id);
    let networks: Vec<&Network> = on.networks().unwrap_or_default().iter().filter(inside).collect();
    let mut part = Part {
        rows: networks.iter().flat_map(|network| members(on, network)).take(MOST).collect(),
        empty: "No private network is known to hold this server.".to_owned(),
        refusal: lacking(on, Family::Networks),
        ..super::part("network", "Private network", &["Server", "State", "Private address", "Network"])
    };
    if let [network] = networks.as_slice() {
        part.note = note(network);
    }
    freshness(part, on.facts.networks.get(&on.key().location), fetching, on.now)
}

/// "Everything in default (10.1.104.0/24) reaches each other; 12 servers."
fn note(network: &Network) -> String {
    let subnet = network.subnet.as_ref().map(|subnet| format!(" ({subnet})")).unwrap_or_default();
    let count = network.servers.len();
    let more = if count > MOST + 1 { format!(" The first {MOST} are shown.") } else { String::new() };
    let servers = if count == 1 { "server" } else { "servers" };
    format!(
        "Servers in {}{subnet} reach each other without going through the internet: {count} {servers}.{more}",
        network.name
    )
}

/// The other servers inside, as far as they are known.
fn members<'o>(on: &'o On<'_>, network: &'o Network) -> impl Iterator<Item = PartRow> + 'o {
    let others = network.servers.iter().filter(|id| **id != on.key().id);
    others.map(move |id| {
        let key = ServerKey { id: id.clone(), ..on.key().clone() };
        let entry = on.view.get(&key);
        let cells = match entry {
            Some(entry) => vec![
                Cell::link(&entry.server.name, format!("/servers/{key}")),
                Cell::state(&entry.server.state),
                private(&entry.server),
                Cell::text(&network.name),
            ],
            None => vec![Cell::text(&id.0), Cell::default(), Cell::default(), Cell::text(&network.name)],
        };
        PartRow { id: id.0.clone(), cells, acts: Vec::new() }
    })
}

fn private(server: &Server) -> Cell {
    let address = server.addresses.iter().find(|address| address.scope == AddressScope::Private);
    address.map_or_else(Cell::default, |address| Cell::copy(address.ip.to_string()))
}
