//! Floating IPs of a server: reserving, assigning, unassigning and releasing them.

mod assign;
mod release;
mod reserve;
mod unassign;

use domain::DomainError;
use domain::act::Fields;
use domain::capability::Family;
use domain::floating_ip::FloatingIp;
use domain::rules::server;

use super::field::read_choice;
use super::on::On;

pub(crate) use assign::Assign;
pub(crate) use release::Release;
pub(crate) use reserve::Reserve;
pub(crate) use unassign::Unassign;

/// Whether floating IPs are offered, and this kind of change of them, and the server's state allows it.
fn check(on: &On<'_>, kind: &str) -> Result<(), String> {
    on.has(Family::Addresses)?;
    on.offers(kind)?;
    server::can_change(&on.server().state).map_err(|error| error.message)
}

/// The address of this server that field `address` names.
fn named<'a>(on: &On<'a>, fields: &Fields) -> Result<&'a FloatingIp, DomainError> {
    let id = read_choice(fields, "address", "Choose an address.")?;
    on.own_addresses().into_iter().find(|address| address.id.0 == id).ok_or_else(|| {
        DomainError::invalid(
            "address",
            "This address does not lead to the server at present. Read it again first.",
        )
    })
}
