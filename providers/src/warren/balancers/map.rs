//! From Warren's load balancers to the neutral ones. Pure.

use std::collections::HashMap;

use domain::balancer::{Balancer, Forwarding, Target, TargetKind};
use domain::floating_ip::{AssignedKind, FloatingIp};
use domain::ids::ProviderResourceId;
use domain::server::{Address, AddressScope};

use super::wire;
use crate::wire::{Scalar, address, sort_public_first};

/// Public addresses by the balancer that they lead to.
pub(super) type Public = HashMap<ProviderResourceId, Vec<Address>>;

/// The addresses that lead to something other than servers; by what they are called there is no telling, and ids
/// are unique.
pub(super) fn public(addresses: Vec<FloatingIp>) -> Public {
    let mut found = Public::new();
    for floating in addresses.into_iter().filter(|floating| !floating.deleted) {
        let to = floating.assigned.filter(|assigned| assigned.kind != AssignedKind::Server);
        if let (Some(to), Some(address)) = (to, address(&floating.id.0)) {
            // The call lists public addresses, whatever range a private cloud takes them from.
            found.entry(to.resource).or_default().push(Address { scope: AddressScope::Public, ..address });
        }
    }
    found
}

/// `None` without an id.
pub(super) fn balancer(row: &wire::Balancer, public: &Public) -> Option<Balancer> {
    let id = row.uuid.owned()?;
    let mut addresses: Vec<Address> = [&row.public_address, &row.private_address]
        .into_iter()
        .filter_map(|field| address(field.text()?))
        .collect();
    let key = ProviderResourceId(id.clone());
    addresses.extend(public.get(&key).into_iter().flatten().cloned());
    sort_public_first(&mut addresses);
    Some(Balancer {
        name: row.display_name.owned().unwrap_or(id),
        network: row.network_uuid.owned().map(ProviderResourceId),
        id: key,
        addresses,
        billing_account: row.billing_account_id.number().filter(|id| *id != 0),
        deleted: row.is_deleted.flag() == Some(true),
        rules: row.forwarding_rules.iter().flat_map(|rules| &rules.items).map(forwarding).collect(),
        targets: row.targets.iter().flat_map(|targets| &targets.items).filter_map(target).collect(),
        created_at: row.created_at.timestamp(),
        updated_at: row.updated_at.timestamp(),
    })
}

fn forwarding(row: &wire::Rule) -> Forwarding {
    let settings = row.settings.0.as_ref();
    Forwarding {
        id: row.uuid.owned().map(ProviderResourceId),
        protocol: row.protocol.owned(),
        source_port: port(&row.source_port),
        target_port: port(&row.target_port),
        connection_limit: settings.and_then(|settings| settings.connection_limit.whole()),
        session_persistence: settings.and_then(|settings| settings.session_persistence.owned()),
        created_at: row.created_at.timestamp(),
    }
}

fn port(number: &Scalar) -> Option<u16> {
    number.whole().and_then(|port| u16::try_from(port).ok())
}

fn target(row: &wire::Target) -> Option<Target> {
    let word = row.target_type.text().unwrap_or_default();
    let kind = match word.to_ascii_lowercase().as_str() {
        "vm" | "virtual_machine" => TargetKind::Server,
        _ => TargetKind::Other(word.to_owned()),
    };
    Some(Target {
        id: ProviderResourceId(row.target_uuid.owned()?),
        kind,
        private_ip: row.target_ip_address.text().and_then(address).map(|address| address.ip),
        created_at: row.created_at.timestamp(),
    })
}
