//! Floating IPs.

use domain::change::{AddressChange, AssignTo};
use domain::floating_ip::FloatingIp;

use super::made::{Candidate, find};
use super::{Case, Goal, unread};
use crate::operations::sight::{Found, Sight};

/// Where a change of a floating IP stands.
pub(super) fn goal(case: &Case<'_>, change: &AddressChange, sight: &Sight) -> Goal {
    match change {
        AddressChange::Create { name, .. } => created(case, name.as_deref(), sight),
        AddressChange::Delete { id } => match &sight.addresses {
            Some(addresses) => Goal::switch(
                !addresses.iter().any(|address| address.id == *id && !address.deleted),
                "the address is released",
                "the address is still reserved",
            ),
            None => unread(),
        },
        AddressChange::Update { name, billing_account, .. } => with(sight, |address| {
            let named =
                name.as_deref().is_none_or(|name| address.name.as_deref().unwrap_or_default() == name);
            let paid = billing_account.is_none_or(|account| address.billing_account == Some(account));
            Goal::switch(named && paid, "the address is changed", "the address is as it was")
        }),
        AddressChange::Assign { to, .. } => with(sight, |address| {
            let (AssignTo::Server(wanted) | AssignTo::Resource { id: wanted, .. }) = to;
            match &address.assigned {
                Some(to) if to.resource == *wanted => Goal::reached(format!("{} leads there", address.id)),
                Some(_) => Goal::Unmoved(format!("{} leads somewhere else", address.id)),
                None => Goal::Unmoved(format!("{} leads nowhere", address.id)),
            }
        }),
        AddressChange::Unassign { .. } => with(sight, |address| {
            Goal::switch(
                address.assigned.is_none(),
                &format!("{} leads nowhere", address.id),
                &format!("{} still leads where it led", address.id),
            )
        }),
        AddressChange::DeprecatedReserve { .. } | AddressChange::DeprecatedRelease { .. } => Goal::Blind {
            why: "the older calls do not say which address they are about".to_owned(),
            rest: true,
        },
    }
}

/// What follows from the address that was read, if it exists.
fn with(sight: &Sight, follows: impl FnOnce(&FloatingIp) -> Goal) -> Goal {
    match &sight.address {
        Some(Found::There(address)) if !address.deleted => follows(address),
        Some(_) => Goal::Ask("the address is not reserved any more".to_owned()),
        None => unread(),
    }
}

fn created(case: &Case<'_>, name: Option<&str>, sight: &Sight) -> Goal {
    let reached = |address: &FloatingIp| Goal::Reached {
        now: format!("{} is reserved", address.id),
        made: Some(address.id.clone()),
    };
    match (&sight.address, &sight.addresses) {
        (Some(Found::There(address)), _) if !address.deleted => reached(address),
        (Some(_), _) => Goal::Elsewhere("the new address cannot be found yet".to_owned()),
        (None, Some(addresses)) => {
            let alike = |address: &&FloatingIp| {
                !address.deleted && name.is_none_or(|name| address.name.as_deref() == Some(name))
            };
            let candidates = addresses.iter().filter(alike);
            let candidates =
                candidates.map(|address| Candidate { id: &address.id, created_at: address.created_at });
            match find(case, sight, candidates, "address") {
                Ok(id) => addresses.iter().find(|address| address.id == *id).map_or_else(unread, reached),
                Err(goal) => goal,
            }
        }
        (None, None) => unread(),
    }
}
