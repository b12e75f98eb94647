//! Floating addresses and load balancers.

use super::Charge;
use crate::warren::brand::Rates;
use crate::warren::state::{Address, Balancer};

/// One that leads nowhere costs more.
pub(super) fn floating_ip(address: &Address, slug: &'static str, rates: &Rates) -> Charge {
    let (what, price, types): (_, _, &[_]) = if address.assigned.is_some() {
        ("floating IP", rates.address, &["FLOATING_IP"])
    } else {
        ("floating IP, unassigned", rates.idle_address, &["UNASSIGNED_FLOATING_IP"])
    };
    Charge {
        account: address.billing_account,
        location: slug,
        owner: address.uuid.clone(),
        name: format!("{}, {what}", address.address),
        price,
        types,
        configuration: None,
        since: address.created_at,
    }
}

/// One that was deleted is shown on and costs nothing.
pub(super) fn balancer(balancer: &Balancer, slug: &'static str, rates: &Rates) -> Option<Charge> {
    let name = if balancer.name.is_empty() { &balancer.uuid } else { &balancer.name };
    (!balancer.deleted()).then(|| Charge {
        account: balancer.billing_account,
        location: slug,
        owner: balancer.uuid.clone(),
        name: format!("{name}, load balancer"),
        price: rates.balancer,
        types: &["LOAD_BALANCER"],
        configuration: None,
        since: balancer.created_at,
    })
}
