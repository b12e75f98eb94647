//! From Warren's floating IPs to the neutral ones, and their kinds back again. Pure.

use domain::floating_ip::{AssignedKind, Assignment, FloatingIp};
use domain::ids::ProviderResourceId;

use super::wire;
use crate::wire::{Scalar, address};

/// Warren's words for what an address can lead to.
const KINDS: &[(&str, AssignedKind)] = &[
    ("virtual_machine", AssignedKind::Server),
    ("load_balancer", AssignedKind::Balancer),
    ("service", AssignedKind::Service),
];

/// `None` without the address, by which everything is asked for.
pub(in crate::warren) fn floating_ip(row: &wire::FloatingIp) -> Option<FloatingIp> {
    Some(FloatingIp {
        id: ProviderResourceId(row.address.owned()?),
        name: row.name.owned(),
        assigned: assignment(row),
        billing_account: row.billing_account_id.number().filter(|id| *id != 0),
        enabled: row.enabled.flag(),
        deleted: row.is_deleted.flag() == Some(true),
        kind: row.kind.owned(),
        created_at: row.created_at.timestamp(),
        updated_at: row.updated_at.timestamp(),
        unassigned_at: row.unassigned_at.timestamp(),
    })
}

/// Nothing where it says since when it leads nowhere (`facts.md`, "Payload oddities").
fn assignment(row: &wire::FloatingIp) -> Option<Assignment> {
    if row.unassigned_at.text().is_some() {
        return None;
    }
    Some(Assignment {
        kind: kind(&row.assigned_to_resource_type),
        resource: ProviderResourceId(row.assigned_to.owned()?),
        private_ip: row.assigned_to_private_ip.text().and_then(address).map(|address| address.ip),
    })
}

fn kind(word: &Scalar) -> AssignedKind {
    let word = word.text().unwrap_or_default();
    let known = KINDS.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(word));
    known.map_or_else(|| AssignedKind::Other(word.to_owned()), |(_, ours)| ours.clone())
}

/// Warren's word for it.
pub(super) fn word(kind: &AssignedKind) -> &str {
    match kind {
        AssignedKind::Server => "virtual_machine",
        AssignedKind::Balancer => "load_balancer",
        AssignedKind::Service => "service",
        AssignedKind::Other(word) => word,
    }
}
